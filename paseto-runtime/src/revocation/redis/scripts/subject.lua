-- KEYS: 4 subject, 5 its families. ARGV: 2 id, 3 watermark, 4 keep until, 5 life, 6 how the keys of
-- records begin.
local old = redis.call('GET', KEYS[4])
local before, kept = ARGV[3], ARGV[4]
if old then
  local mark, ends = string.match(old, '^(%d+) (%S+)$')
  before, kept = later(mark, before), later(ends, kept)
end
local families = redis.call('ZRANGE', KEYS[5], 0, -1)
note('s ' .. ARGV[2] .. ' ' .. before .. ' ' .. kept)
keep(KEYS[4], before .. ' ' .. kept, ARGV[5], ARGV[4])
for _, id in ipairs(families) do
  local began = redis.call('HGET', ARGV[6] .. id, 'b')
  if not began or tonumber(began) <= tonumber(before) then
    redis.call('DEL', ARGV[6] .. id)
    redis.call('ZREM', KEYS[5], id)
  end
end
return { epoch, changes, 'done' }
