-- ARGV: 1 the epoch that the caller has seen, empty if none, 2 the new one.
if (epoch or '') ~= ARGV[1] then return { epoch, changes } end
redis.call('DEL', KEYS[3])
note('-')
redis.call('SET', KEYS[1], ARGV[2])
return { ARGV[2], changes, 'done' }
