# The doors of the project. Every target does its own set-up; see CONTRIBUTING.md.
#
# PYTHON=...  another interpreter than the one on the PATH

.POSIX:
.PHONY: help run test ci lint docs bench bench-campaign bench-peers vectors browser terminal referees fuzz public-api clean

SECONDS = 60
ROWS = 16000000

help:
	@echo 'make run [INPUT=file]    the main job on example messages, or on a file of yours'
	@echo 'make test                all tests of both languages, on the built wheel'
	@echo 'make ci [JOBS="a b"]     all jobs of CI, or these (scripts/ci.sh --list)'
	@echo 'make lint                its quick jobs: format, clippy, ruff, mypy, tables'
	@echo 'make docs                the documentation, as pages in build/site'
	@echo 'make bench               the benches, as ratios'
	@echo 'make bench-campaign     smsenc campaign, Polars, DuckDB, Spark beside their own [ROWS=16000000]'
	@echo 'make bench-peers         smsenc beside other packages, and who is right where they differ'
	@echo 'make vectors             how the cases of other projects come out'
	@echo 'make terminal            the command in tmux, its completion in bash, zsh and fish'
	@echo 'make browser             pictures in a real browser; screenshots in build/screens'
	@echo 'make referees            our output through the tools of others, and theirs through ours'
	@echo 'make fuzz [SECONDS=60]   every fuzz target for so long'
	@echo 'make public-api          write the list of public names anew'
	@echo 'make clean               remove what the targets have made'

run:
	@sh scripts/run.sh

test:
	@sh scripts/test.sh

ci:
	@sh scripts/ci.sh $(JOBS)

lint:
	@sh scripts/ci.sh format clippy ruff mypy tables

docs:
	@sh scripts/docs.sh

bench:
	@sh scripts/bench.sh

bench-campaign:
	@sh scripts/bench_campaign.sh --rows $(ROWS)

bench-peers:
	@sh scripts/peers.sh

vectors browser terminal referees:
	@sh scripts/ci.sh $@

fuzz:
	@sh scripts/fuzz.sh $(SECONDS)

public-api:
	@sh scripts/ci.sh public-api

clean:
	rm -rf build target .venv
