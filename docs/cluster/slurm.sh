#!/bin/sh
# Calibrate packed responses on the machines of one Slurm job:
#
#     sbatch --nodes=8 --cpus-per-task=32 slurm.sh /shared/answers parameters.csv --model 2pl --format csv
#
# All machines see the folder, and the one that sbatch is called in; they have thetis, thetis-cluster and openssl in PATH.
# Submitted again after its time ran out, it goes on where it was.
#SBATCH --job-name=thetis
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=32
#SBATCH --time=12:00:00
#SBATCH --signal=B:TERM@60
set -eu
answers=$1 parameters=$2
shift 2
head=$SLURMD_NODENAME cores=$SLURM_CPUS_PER_TASK checkpoint=$parameters.checkpoint

# Others have accounts on these machines: an authority for this job alone, and one certificate for all its machines.
keys=$(mktemp -d "$PWD/thetis-keys.XXXXXX")
processes=
# They may be gone already.
trap 'kill $processes 2>/dev/null || :; rm -rf "$keys"' EXIT
trap 'exit 143' TERM INT
names=$(scontrol show hostnames "$SLURM_JOB_NODELIST" | sed 's/^/DNS:/' | paste -s -d , -)
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=authority" \
    -keyout "$keys/authority.key" -out "$keys/authority.pem"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=thetis" \
    -CA "$keys/authority.pem" -CAkey "$keys/authority.key" -addext "subjectAltName=$names" \
    -addext basicConstraints=critical,CA:FALSE -addext extendedKeyUsage=serverAuth,clientAuth \
    -keyout "$keys/thetis.key" -out "$keys/thetis.pem"
rm "$keys/authority.key"
export THETIS_TLS_CA="$keys/authority.pem" THETIS_TLS_CERT="$keys/thetis.pem" THETIS_TLS_KEY="$keys/thetis.key"

thetis-cluster scheduler --bind 0.0.0.0 --name "$head" &
processes=$!
srun sh -c 'exec thetis-cluster executor --scheduler "$1:50050" --bind 0.0.0.0 --name "$SLURMD_NODENAME" --cores "$2"' \
    executor "$head" "$cores" &
processes="$processes $!"

# In the background, so that the end of time is heard.
test ! -e "$checkpoint" || set -- --resume "$@"
thetis calibrate "$answers" --engine "ballista://$head:50050" --parts $((4 * cores * SLURM_JOB_NUM_NODES)) \
    --checkpoint "$checkpoint" --patience 600 -o "$parameters" "$@" &
driver=$!
processes="$processes $driver"
wait "$driver"
rm "$checkpoint"
