-- Counts a change, and writes it into the log. What stands behind the count depends on every change
-- before: two servers that went apart do not agree on it. KEYS[3]: log.
local function note(entry)
  local count, chain = string.match(changes or '0 ', '^(%d+) (%x*)$')
  local time = redis.call('TIME')
  count = string.format('%.0f', count + 1)
  chain = string.sub(redis.sha1hex(chain .. entry .. time[1] .. '.' .. time[2]), 1, 16)
  changes = count .. ' ' .. chain
  redis.call('SET', KEYS[2], changes)
  redis.call('XADD', KEYS[3], 'MAXLEN', '~', 100000, count .. '-0', 'e', entry, 'c', chain)
end
