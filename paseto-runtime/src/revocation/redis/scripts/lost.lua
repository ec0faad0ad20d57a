-- Nobody answers from these data any more. ARGV: 2 how the epoch begins once it is lost.
epoch = ARGV[2] .. string.sub(epoch, #ARGV[1] + 1)
redis.call('SET', KEYS[1], epoch)
return { epoch, changes, 'done' }
