-- wrk: registrations, each with an address and an idempotency key of its own; prints requests, seconds, p50, p99 and failures.
local host = os.getenv("BENCH_ORIGIN")
local stamp = tostring(os.time()) .. tostring(math.random(1e9))
local count = 0
local before = '{"first_name":"Mari","last_name":"Maasikas","birth_date":"1990-05-17","email":"mari.'
local after = '@naidis.example","language":"et","home":{"lat":59.336,"lon":25.321},"reach":{"max_m":60000,"centres":["kehra","alavere"]},'
  .. '"availability":[{"day":1,"from":"16:00","to":"20:00"},{"day":3,"from":"16:00","to":"20:00"},{"day":5,"from":"14:00","to":"20:00"}],'
  .. '"languages":{"et":"C1","ru":"B1"},"skills":["cooking","sport"],"interests":[],"age_groups":["12-15"],"terms":"2026-11"}'
local headers = { ["Content-Type"] = "application/json", ["Origin"] = host }

function init(arguments)
  stamp = tostring(os.time()) .. "x" .. tostring(tonumber(tostring({}):match("0x(%x+)"), 16) % 1000000)
end

function request()
  count = count + 1
  headers["Idempotency-Key"] = "bench-" .. stamp .. "-" .. count
  return wrk.format("POST", "/api/v1/volunteers", headers, before .. stamp .. "." .. count .. after)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %d %.3f %.3f %.3f %d\n", summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
