-- What every change needs. ARGV[1]: how the epoch begins that the caller knows.
local NEVER = '-'

-- What its clock and ours may differ by, in milliseconds.
local MARGIN = 60000

if not epoch or not changes or string.sub(epoch, 1, #ARGV[1]) ~= ARGV[1] then
  return { epoch, changes }
end

local function later(a, b)
  if not a then return b end
  if a == NEVER or b == NEVER then return NEVER end
  return tonumber(a) >= tonumber(b) and a or b
end

-- The longest of what is left, the life by the caller's clock, and the one by the server's; in
-- milliseconds from now.
local function life(key, ttl, ends)
  local left = redis.call('PTTL', key)
  if ttl == NEVER or left == -1 then return NEVER end
  local time = redis.call('TIME')
  local own = math.ceil(ends / 1000) - time[1] * 1000 + MARGIN
  return string.format('%.0f', math.max(left, tonumber(ttl), own))
end

-- Never shortens the life of what is there.
local function keep(key, value, ttl, ends)
  ttl = life(key, ttl, ends)
  if ttl == NEVER then
    redis.call('SET', key, value)
  else
    redis.call('SET', key, value, 'PX', ttl)
  end
end
