-- wrk: needs by id, at random, from the file BENCH_IDS; prints as post.lua does.
local ids = {}
for line in io.lines(os.getenv("BENCH_IDS")) do ids[#ids + 1] = "/api/v1/needs/" .. line end

function request()
  return wrk.format("GET", ids[math.random(#ids)])
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %d %.3f %.3f %.3f %d\n", summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
