-- KEYS: 4 token (or family), 5 its grace. ARGV: 2 entry of the log, 3 keep until, 4 life.
local old = redis.call('GET', KEYS[4])
note(ARGV[2] .. ' ' .. ARGV[3])
keep(KEYS[4], later(old, ARGV[3]), ARGV[4], ARGV[3])
redis.call('DEL', KEYS[5])
return { epoch, changes, 'done' }
