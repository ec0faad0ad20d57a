-- What every answer begins with. KEYS: epoch, changes.
local epoch, changes = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])
