-- KEYS: 3 log. ARGV: 1 the change that is known, 2 how many to tell at once.
return { epoch, changes, redis.call('XRANGE', KEYS[3], '(' .. ARGV[1] .. '-0', '+', 'COUNT', ARGV[2]) }
