-- KEYS: 4 revoked family, 5 its record. ARGV: 2 id, 3 keep until, 4 life, 5 how the keys of lists
-- begin.
local old = redis.call('GET', KEYS[4])
local owner = redis.call('HGET', KEYS[5], 'o')
note('f ' .. ARGV[2] .. ' ' .. ARGV[3])
keep(KEYS[4], later(old, ARGV[3]), ARGV[4], ARGV[3])
if owner then
  redis.call('DEL', KEYS[5])
  redis.call('ZREM', ARGV[5] .. owner, ARGV[2])
end
return { epoch, changes, 'done' }
