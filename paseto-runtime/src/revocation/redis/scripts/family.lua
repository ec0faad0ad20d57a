-- KEYS: 4 revoked family, 5 its record, 6 families of its subject.
-- ARGV: 2 id in full, 3 id, 4 subject, 5 began, 6 last used, 7 keep until, 8 life, 9 label after a
-- `=`, 10 what was made until then is used up.

local function remember()
  local ttl = life(KEYS[5], ARGV[8], ARGV[7])
  local old = redis.call('HMGET', KEYS[5], 'l', 'k', 'u')
  if not old[1] then
    redis.call('HSET', KEYS[5], 'f', ARGV[2], 'o', ARGV[4], 'b', ARGV[5])
  end
  redis.call('HSET', KEYS[5], 'l', later(old[1], ARGV[6]), 'k', later(old[2], ARGV[7]))
  if ARGV[9] ~= '' then redis.call('HSET', KEYS[5], 'n', string.sub(ARGV[9], 2)) end
  if ARGV[10] ~= '' then redis.call('HSET', KEYS[5], 'u', later(old[3], ARGV[10])) end

  -- The list drops what the server has let go of.
  local time = redis.call('TIME')
  local now = time[1] * 1000
  redis.call('ZREMRANGEBYSCORE', KEYS[6], '-inf', string.format('(%.0f', now - 1000))
  local ends = ttl == NEVER and '+inf' or string.format('%.0f', now + 1000 + tonumber(ttl))
  redis.call('ZADD', KEYS[6], ends, ARGV[3])
  if ttl == NEVER then
    redis.call('PERSIST', KEYS[5])
    redis.call('PERSIST', KEYS[6])
  else
    redis.call('PEXPIRE', KEYS[5], ttl)
    local list = redis.call('ZCARD', KEYS[6]) == 1 and ttl or life(KEYS[6], ttl, 0)
    if list ~= NEVER then redis.call('PEXPIRE', KEYS[6], list) end
  end
end
