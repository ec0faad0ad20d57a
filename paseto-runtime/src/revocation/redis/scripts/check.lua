-- KEYS: 3 and on, what is asked for. ARGV: for each, `g` for its value, `u` for what is used up.
local told = { epoch, changes }
for n = 3, #KEYS do
  if ARGV[n - 2] == 'u' then
    told[n] = redis.call('HGET', KEYS[n], 'u')
  else
    told[n] = redis.call('GET', KEYS[n])
  end
end
return told
