#!/usr/bin/env bash
# Rolls a release out by way of one canary pod, and back when that pod or the rollout does badly.
#
#   PROMETHEUS_URL=http://prometheus:9090 apps/server/deploy/canary.sh registry.example.org/ashlar:0.2.0
#
# Needs kubectl and curl. The migration has run before: each is compatible with the release before it, so nothing here has
# to undo one. Exits 0 when the release is everywhere; when it is not, it has been taken back, and so has a canary that nobody
# could judge.
set -euo pipefail

image=${1:?the image to roll out}
prometheus=${PROMETHEUS_URL:?where Prometheus answers}
namespace=${NAMESPACE:-ashlar}
seconds=${CANARY_SECONDS:-900}
interval=${CANARY_INTERVAL_SECONDS:-30}
# Ten times the error budget of 0.1 %, and 5 % of calls over 250 ms.
max_fault_ratio=${MAX_FAULT_RATIO:-0.01}
max_slow_ratio=${MAX_SLOW_RATIO:-0.05}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

k() { kubectl --namespace "$namespace" "$@"; }

remove_canary() { k delete deployment api-canary --ignore-not-found --wait=false || true; }

# The value of an instant query; nothing when it has no sample, as before the first call.
value_of() {
  curl --silent --show-error --fail --get "$prometheus/api/v1/query" --data-urlencode "query=$1" |
    sed -n 's/.*"value":\[[^,]*,"\([^"]*\)".*/\1/p'
}

is_above() { awk -v value="$1" -v bound="$2" 'BEGIN { exit !(value + 0 > bound + 0) }'; }

# Ends it all when a ratio of the canary is above its bound. NaN and no sample are no verdict.
judge() {
  local name=$1 bound=$2 query=$3 value
  value=$(value_of "$query") || refuse "Prometheus did not answer, so nobody can judge the canary."
  [[ -z $value || $value == NaN ]] && return 0
  is_above "$value" "$bound" || return 0
  refuse "The canary's $name is $value, above $bound."
}

refuse() {
  echo "$1 It is taken back."
  exit 1
}

pods='pod=~"api-canary-.*"'
rate_of() { echo "(sum(rate($1[5m])) or vector(0))"; }
# Requests that never became a call: turned away, or failed before.
unserved="$(rate_of "ashlar_http_refused_total{$pods}") + $(rate_of "ashlar_http_failed_total{$pods}")"
failed_calls=$(rate_of "ashlar_calls_total{$pods,code=~\"INTERNAL|OVERLOADED\"}")
faults="($failed_calls + $unserved) / ($(rate_of "ashlar_calls_total{$pods}") + $unserved)"
slow="1 - sum(rate(ashlar_call_duration_seconds_bucket{$pods,le=\"0.25\"}[5m])) / sum(rate(ashlar_call_duration_seconds_count{$pods}[5m]))"

# However this ends: a failure of kubectl and an interrupted pipeline leave no canary either.
trap remove_canary EXIT
echo "One canary of $image."
sed "s|image: ashlar\$|image: $image|" "$here/kubernetes/canary/api-canary.yaml" | k apply --filename -
k rollout status deployment/api-canary --timeout=180s || refuse "The canary did not become ready."

deadline=$((SECONDS + seconds))
while ((SECONDS < deadline)); do
  sleep "$interval"
  judge "share of faults" "$max_fault_ratio" "$faults"
  judge "share of slow calls" "$max_slow_ratio" "$slow"
done

echo "The canary did well; workers and api follow."
for deployment in worker api; do
  if ! k set image "deployment/$deployment" "$deployment=$image"; then
    [[ $deployment == api ]] && k rollout undo deployment/worker
    refuse "The cluster did not take the new $deployment."
  fi
  if ! k rollout status "deployment/$deployment" --timeout=600s; then
    k rollout undo deployment/worker || true
    [[ $deployment == api ]] && k rollout undo deployment/api
    refuse "The rollout of $deployment failed."
  fi
done
echo "$image is everywhere."
