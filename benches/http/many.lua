-- Distinct tokens in turn: wrk -s many.lua URL -- /route
local requests, i = {}, 0

init = function(args)
  for line in io.lines(os.getenv("TOKENS_FILE")) do
    local headers = { ["Authorization"] = line, ["Host"] = "127.0.0.1" }
    requests[#requests + 1] = wrk.format("GET", args[1], headers)
  end
end

request = function()
  i = i % #requests + 1
  return requests[i]
end
