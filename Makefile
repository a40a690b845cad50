# 两条命令：make run（试用）、make test（测试）。需要 Python 3.11 以上。
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV ?= .venv
BIN = $(VENV)/bin
READY = $(VENV)/.ready

.PHONY: run test lint format bench clean

run: $(READY)  ## 导入示例讲话，打开服务，打印地址
	$(BIN)/kb --home demo-home demo

test: $(READY)-test  ## 全部测试
	$(BIN)/python -m pytest

lint: $(READY)-test  ## 代码检查与类型检查
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY)-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)-test  ## 导入和检索的速度；make bench ARGS="--size 500000 --only engines"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fast]'
	$(BIN)/python -m tests.bench $(ARGS)

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 以上；装在别处时用 make run PYTHON=路径 指定"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(READY)-test: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis demo-home
