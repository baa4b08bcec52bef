-- Asks one address again and again and tells figures. With the argument `new`, each request is for a page not asked for before.
local asked, every = 0, nil

function init(args)
  if args[1] == "new" then
    every = wrk.path .. (wrk.path:find("?", 1, true) and "&" or "?") .. "_new=" .. (args[2] or "0") .. "-"
  end
end

function request()
  if every == nil then return wrk.format() end
  asked = asked + 1
  return wrk.format("GET", every .. asked)
end

function done(summary, latency, requests)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("figures %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(99), failed))
end
