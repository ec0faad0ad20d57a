-- KEYS: 3 subject, 4 its families. ARGV: how the keys of tokens and of records begin.
local told = { epoch, changes, redis.call('GET', KEYS[3]) }
for _, id in ipairs(redis.call('ZRANGE', KEYS[4], 0, -1)) do
  if not redis.call('GET', ARGV[1] .. id) then
    local record = redis.call('HMGET', ARGV[2] .. id, 'f', 'b', 'l', 'k', 'n')
    if record[1] then told[#told + 1] = record end
  end
end
return told
