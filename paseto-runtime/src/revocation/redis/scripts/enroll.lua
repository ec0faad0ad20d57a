if not redis.call('GET', KEYS[4]) then
  note('-')
  remember()
end
return { epoch, changes, 'done' }
