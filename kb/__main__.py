"""The command line, and the composition root: the one file that may import all three packages.

Everything beyond `kb` is imported inside the command that needs it, so that `kb search` starts fast.
Exit codes are documented in docs/cli.md: 0 done, 1 nothing found or some files unreadable, 2 wrong use,
3 the library is missing, busy or broken, 130 interrupted.
"""

from __future__ import annotations

import dataclasses
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb import __version__, terminal
from kb.errors import KbError
from kb.home import Home, create, locate

if TYPE_CHECKING:
    from indexer.pipeline import Report, Status
    from indexer.refresh import Refreshed
    from kb.library import Library

NOTHING, TROUBLE, INTERRUPTED = 1, 3, 130


class _Group(click.Group):
    """Shows errors a person can act on as one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KbError as e:
            click.echo(f"kb：{e}", err=True)
            ctx.exit(TROUBLE)
        except KeyboardInterrupt:
            click.echo("已中断；已写入的都完好，再运行一次即可继续。", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", metavar="文件夹", help="资料库所在的文件夹（默认 ~/yanku，也可用环境变量 KB_HOME）。")
@click.version_option(__version__, prog_name="言库 kb", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, home: str | None) -> None:
    """言库：讲话素材库。导入旧讲话，按主题检索，复制带出处的摘录。"""
    logging.basicConfig(level=logging.WARNING, format="kb：%(message)s")
    ctx.obj = locate(home)


def _library(home: Home) -> Library:
    from kb.library import Library

    return Library(home)


# Making and filling a library


@cli.command()
@click.pass_obj
def init(home: Home) -> None:
    """新建一个资料库。已有的文件不会改动。"""
    new = create(home)
    click.echo(f"{'已建好' if new else '已经有了'}资料库：{home.root}")
    click.echo("下一步：kb import 存放讲话的文件夹")


@cli.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="每个文件输出一行 JSON。")
@click.option("-v", "--verbose", is_flag=True, help="逐个列出导入的讲话和清理掉的行。")
@click.option("--dry-run", is_flag=True, help="只看看会怎样，什么也不写。")
@click.pass_context
def import_(
    ctx: click.Context, paths: tuple[Path, ...], as_json: bool, verbose: bool, dry_run: bool
) -> None:
    """导入讲话文件或整个文件夹；改过的文件再导入就是更新。"""
    home: Home = ctx.obj
    create(home)
    library = _library(home)
    report = _import(library, list(paths), quiet=as_json, dry_run=dry_run)
    if dry_run and not as_json:
        click.echo("（试运行，什么也没有写）")
    _report(ctx, library, report, as_json, verbose and not dry_run)


def _report(ctx: click.Context, library: Library, report: Report, as_json: bool, verbose: bool) -> None:
    if as_json:
        for outcome in report.outcomes:
            terminal.print_json({**dataclasses.asdict(outcome), "path": str(outcome.path)})
    else:
        _tell(library, report, verbose)
    if report.of("unreadable", "conflict") or report.refreshed.broken:
        ctx.exit(NOTHING)


def _import(library: Library, paths: list[Path], quiet: bool, dry_run: bool = False) -> Report:
    from indexer.pipeline import gather, import_files

    files = gather(paths)
    with terminal.progress(not quiet) as bar:
        read = terminal.ticker(bar, "读取")
        done = 0

        def count(outcome: object) -> None:
            nonlocal done
            done += 1
            read(done, len(files))

        return import_files(library, files, count, terminal.ticker(bar, "建索引"), dry_run)


def _tell(library: Library, report: Report, verbose: bool) -> None:
    fresh = report.of("imported", "duplicate", "updated")
    removed = sum(o.removed for o in fresh)
    counts = [(words, len(report.of(status))) for status, words in _WORDS.items()]
    told = [f"{word} {n} {unit}" for (word, unit), n in counts if n or word in _ALWAYS]
    click.echo("，".join(told) + f"，清理 {removed} 行。")
    for outcome in fresh if verbose else ():
        click.echo(f"  ＋ {outcome.title}  {outcome.passages} 段  {outcome.speech}")
        for line in library.speech(outcome.speech).removed:
            click.echo(f"      清理第 {line.line} 行：{line.text}")
    for outcome in report.outcomes:
        if outcome.reason and outcome.status != "unchanged":
            mark = "×" if outcome.status in ("unreadable", "conflict") else "！"
            click.echo(f"  {mark} {outcome.path}：{outcome.reason}")
    _tell_broken(report.refreshed)
    if fresh and removed and not verbose:
        click.echo("清理掉的行都留着：在讲话页里点“清理掉的行”查看，或用 kb import -v。")
    if fresh:
        click.echo("现在可以检索了：kb search 词语，或 kb serve 在浏览器里用。")


#: The outcomes in the order they are told, and those told even when there are none.
_WORDS: dict[Status, tuple[str, str]] = {
    "imported": ("导入", "篇"), "updated": ("更新", "篇"), "duplicate": ("导入但与已有的基本相同", "篇"),
    "unchanged": ("未变", "篇"), "conflict": ("有冲突没有动", "篇"), "unreadable": ("读不了", "个"),
}  # fmt: skip
_ALWAYS = ("导入", "未变", "读不了")


def _tell_broken(refreshed: Refreshed) -> None:
    for reason in refreshed.broken:
        click.echo(f"  × {reason}", err=True)


@cli.command("set")
@click.argument("speech")
@click.option("--title", help="标题。")
@click.option("--date", help="日期：2019、2019-03 或 2019-03-15；空着表示不知道。")
@click.option("--occasion", help="场合，如 座谈会。")
@click.option("--place", help="地点。")
@click.option("--speaker", help="讲话人的身份，如 县委书记。")
@click.option("--level", help="层级：省、市、县、乡镇、单位。")
@click.pass_obj
def set_(home: Home, /, speech: str, **facts: str | None) -> None:
    """改一篇讲话的标题、日期、场合等；以后再导入也不会变回去。"""
    from indexer.edit import FACTS, set_facts

    said = {name: value for name, value in facts.items() if value is not None}
    if not said:
        raise click.UsageError("写上要改的项，如 --date 2019-03-15")
    library = _library(home)
    edited = set_facts(library, speech, said, library.etag(speech))
    click.echo("，".join(f"{FACTS[name]}：{getattr(edited, name) or '（空）'}" for name in said))


@cli.command()
@click.argument("speech")
@click.argument("line", type=int)
@click.pass_obj
def restore(home: Home, speech: str, line: int) -> None:
    """把清理掉的一行放回原处（行号见 kb import -v 或讲话文件头）。"""
    from indexer.edit import restore as bring_back

    library = _library(home)
    bring_back(library, speech, line, library.etag(speech))
    click.echo("已放回；以后再导入也不会清理它。")


@cli.command()
@click.argument("place")
@click.pass_obj
def remove(home: Home, place: str) -> None:
    """把一段（编号#p12）移到清理掉的行里；随时可用 kb restore 放回。"""
    from indexer.edit import remove as take_out

    library = _library(home)
    id_, _, passage = place.partition("#")
    edited = take_out(library, id_, passage, library.etag(id_))
    line = next(r.line for r in edited.removed if r.rule == "person")
    click.echo(f"已移出。放回：kb restore {id_} {line}")


@cli.command()
@click.argument("keep")
@click.argument("other")
@click.pass_obj
def merge(home: Home, keep: str, other: str) -> None:
    """把两篇基本相同的讲话合为一篇：留下前一篇，后一篇的原件和人的决定并入。"""
    from indexer.twins import merge as make_one

    library = _library(home)
    with library.writing():
        merged = make_one(library, keep, other)
    _refresh(library, everything=False, quiet=False)
    click.echo(f"已合为一篇：《{merged.title}》，原件 {len(merged.also) + 1} 个。")


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。")
@click.pass_context
def reindex(ctx: click.Context, as_json: bool) -> None:
    """重新建立检索索引（讲话文件不动，检索照常可用）。"""
    library = _library(ctx.obj)
    refreshed = _refresh(library, everything=True, quiet=as_json)
    if as_json:
        terminal.print_json(dataclasses.asdict(refreshed))
    else:
        click.echo(f"索引已重建：{refreshed.indexed} 篇讲话。")
        _tell_broken(refreshed)
    if refreshed.broken:
        ctx.exit(NOTHING)


def _refresh(library: Library, everything: bool, quiet: bool) -> Refreshed:
    from indexer.refresh import refresh

    with library.writing(), terminal.progress(not quiet) as bar:
        return refresh(library, everything, terminal.ticker(bar, "建索引"))


def _ready(home: Home) -> Library:
    """A library whose index fits; one that does not is made anew, and that is said."""
    library = _library(home)
    if not library.index.is_current(library.stamp()):
        click.echo("索引还没有建立，或与现在的主题表、程序版本不符，正在重建……", err=True)
        _tell_broken(_refresh(library, everything=True, quiet=False))
    return library


@cli.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="每个文件输出一行 JSON。")
@click.option("--dry-run", is_flag=True, help="只看看会怎样，什么也不写。")
@click.pass_context
def sync(ctx: click.Context, folder: Path, as_json: bool, dry_run: bool) -> None:
    """让资料库跟上一个文件夹：新的导入，改过的更新，移动的认得，不在了的标明（讲话留着）。"""
    from indexer.sync import settle

    home: Home = ctx.obj
    create(home)
    library = _library(home)
    settled = settle(library, folder, dry_run)
    report = _import(library, [folder], quiet=as_json, dry_run=dry_run)
    if as_json:
        for change in settled:
            terminal.print_json({**dataclasses.asdict(change), "path": str(change.path)})
    else:
        for change in settled:
            click.echo(f"  {_CHANGES[change.status]} {change.path}  {change.speech}")
    _report(ctx, library, report, as_json, verbose=False)


_CHANGES = {"moved": "移到", "vanished": "不在了", "returned": "又有了"}


# Looking


@cli.command()
@click.argument("words", nargs=-1)
@click.option("--theme", "themes", multiple=True, help="只看这个主题；可以写几个，要同时符合。")
@click.option("--role", "roles", multiple=True, help="只看这种用途：开场、成绩、问题、意义、措施、结尾。")
@click.option("--year", help="只看这些年份：2019 或 2019..2021。")
@click.option("--speech", default="", help="只看这篇讲话（编号）。")
@click.option("-n", "--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="最多几条。")
@click.option("--page", default=1, type=click.IntRange(1), help="第几页。")
@click.option("--full", is_flag=True, help="显示整段，不截取。")
@click.option("--json", "as_json", is_flag=True, help="每条结果输出一行 JSON。")
@click.pass_context
def search(
    ctx: click.Context, words: tuple[str, ...], themes: tuple[str, ...], roles: tuple[str, ...], year: str | None,
    speech: str, limit: int, page: int, full: bool, as_json: bool,
) -> None:  # fmt: skip
    """检索。空格表示同时含有，| 表示任一，-词 表示不含，“…”表示一字不差。"""
    from kb.advice import advise
    from kb.query import role_id, years
    from kb.search import Asked
    from kb.search import search as ask

    library = _ready(ctx.obj)
    _check_themes(library, themes)
    ids = [role_id(r) or _wrong("--role", r, "开场、成绩、问题、意义、措施、结尾") for r in roles]
    span = (years(year) or _wrong("--year", year, "2019 或 2019..2021")) if year else None
    asked = Asked(
        " ".join(words),
        themes,
        tuple(ids),
        (span.first, span.last) if span else None,
        speech,
        page=page,
        size=limit,
    )
    answer = ask(library, asked)
    for notice in answer.notices:
        click.echo(f"注意：{notice}", err=True)
    names = {t.id: t.name for t in library.classifier().taxonomy.themes}
    if as_json:
        for found in answer.found:
            terminal.print_json(terminal.row(found, names))
    else:
        click.echo(
            f"共 {answer.total} 段（{len(answer.facets.speeches)} 篇讲话，{answer.milliseconds:.0f} 毫秒）"
        )
        for number, found in enumerate(answer.found, (page - 1) * limit + 1):
            terminal.show_hit(number, found, names, full)
    if not answer.total:
        for advice in advise(library, asked):
            click.echo(f"试试：{advice.label}，有 {advice.total} 段", err=True)
    library.close()
    if not answer.total:
        ctx.exit(NOTHING)


def _wrong(option: str, value: str, allowed: str) -> Any:
    raise click.BadParameter(f"“{value}”看不懂，应写成：{allowed}", param_hint=option)


def _check_themes(library: Library, themes: tuple[str, ...]) -> None:
    taxonomy = library.classifier().taxonomy
    for name in themes:
        if taxonomy.resolve(name) is None:
            _wrong("--theme", name, "、".join(t.name for t in taxonomy.themes))


@cli.command()
@click.argument("place")
@click.option("--form", type=click.Choice(["plain", "source", "markdown", "html"]), default="source",
              help="纯文字、带出处、Markdown 或排版文字。")  # fmt: skip
@click.option("--no-ordinal", is_flag=True, help="去掉开头的“一是”“第二，”等序号。")
@click.option("--copy", is_flag=True, help="放到剪贴板。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，连同主题和依据。")
@click.pass_obj
def show(home: Home, place: str, form: str, no_ordinal: bool, copy: bool, as_json: bool) -> None:
    """显示一篇讲话（编号），或其中一段（编号#p12.1）。"""
    from kb.excerpt import excerpt
    from kb.places import place as find

    library = _library(home)
    id_, _, name = place.partition("#")
    speech = library.speech(id_)
    if not name:
        _show_speech(library, id_, as_json)
        return
    taken = excerpt(speech, find(speech, name))
    taken = taken.without_ordinal() if no_ordinal else taken
    if as_json:
        terminal.print_json({"key": place, "text": taken.text, "citation": str(taken.citation)})
    else:
        click.echo(taken.render(form))
    if copy:
        from kb.clipboard import put

        put(taken.render(form))
        click.echo("已复制到剪贴板。", err=True)


def _show_speech(library: Library, id_: str, as_json: bool) -> None:
    speech = library.speech(id_)
    if as_json:
        terminal.print_json(dataclasses.asdict(speech))
        return
    click.echo(library.path(id_).read_text(encoding="utf-8"), nl=False)


@cli.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="每个主题输出一行 JSON。")
@click.pass_context
def themes(ctx: click.Context, as_json: bool) -> None:
    """主题：列出、评测（eval）、解释（explain）。"""
    if ctx.invoked_subcommand:
        return
    from kb.search import Asked
    from kb.search import search as ask

    library = _ready(ctx.obj)
    counts = ask(library, Asked()).facets.themes
    for theme in library.classifier().taxonomy.themes:
        count = counts.get(theme.id, 0)
        if as_json:
            terminal.print_json({"id": theme.id, "name": theme.name, "scope": theme.scope, "passages": count})
        else:
            click.echo(f"{count:>6} 段  {theme.name}（{theme.id}）：{theme.scope}")
    library.close()


@themes.command("eval")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--disagreements", is_flag=True, help="列出每一处不一致和依据。")
@click.pass_obj
def themes_eval(home: Home, files: tuple[Path, ...], disagreements: bool) -> None:
    """用标注过的段落（JSONL，每行有 text、must、may）检验主题规则。"""
    from kb.evaluate import evaluate, read_labelled

    classifier = _classifier(home)
    rows = [row for file in files for row in read_labelled(file)]
    report = evaluate(rows, classifier)
    names = {t.id: t.name for t in classifier.taxonomy.themes}
    click.echo(f"{len(rows)} 段\n精确率  召回率  F1     主题")
    for theme, score in report.scores.items():
        click.echo(f"{score.precision:.3f}   {score.recall:.3f}   {score.f1:.3f}  {names.get(theme, theme)}")
    click.echo(f"宏平均 F1 {report.macro_f1:.3f}")
    for d in report.disagreements if disagreements else ():
        marks = "、".join(e.term for e in d.evidence)
        click.echo(
            f"\n[{names.get(d.theme, d.theme)} {d.kind}] {d.text}" + (f"\n  依据：{marks}" if marks else "")
        )


def _classifier(home: Home) -> Any:
    """The library's taxonomy, or the one that ships where there is no library yet."""
    from kb.classify import Classifier
    from kb.resources import shipped
    from kb.themes import load

    return Classifier(load(home.themes if home.exists else shipped("themes.toml")))


@themes.command("explain")
@click.argument("place")
@click.pass_obj
def themes_explain(home: Home, place: str) -> None:
    """说明一段（编号#p12.1）为什么有这些主题。"""
    from kb.places import place as find
    from kb.search import judge

    library = _library(home)
    id_, _, name = place.partition("#")
    speech = library.speech(id_)
    wanted = find(speech, name)
    names = {t.id: t.name for t in library.classifier().taxonomy.themes}
    click.echo(wanted.text)
    for judged in (j for j in judge(library, speech) if j.place.name == name):
        for judgement in judged.themes:
            reasons = "、".join(terminal.reason(e) for e in judgement.evidence)
            click.echo(f"{names.get(judgement.theme, judgement.theme)}：{reasons}")
        if not judged.themes:
            click.echo("没有主题：没有哪个主题的词语够数。")


# Serving and checking


@cli.command()
@click.option("--port", type=click.IntRange(0, 65535), help="端口（默认 8642，见 config.toml）。")
@click.option("--host", help="监听地址（默认 127.0.0.1，只有本机能打开）。")
@click.pass_obj
def serve(home: Home, port: int | None, host: str | None) -> None:
    """在浏览器里使用。"""
    library = _ready(home)
    from indexer.refresh import difference

    found = difference(library)
    if found.changed or found.gone:
        _tell_broken(_refresh(library, everything=False, quiet=False))
    _serve(library, host, port)


def _serve(library: Library, host: str | None, port: int | None) -> None:
    from web.serve import serve as run

    run(library, host or library.config.host, library.config.port if port is None else port)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。")
@click.pass_obj
def status(home: Home, as_json: bool) -> None:
    """资料库的情况：讲话、段落、索引是否最新、写坏的文件。"""
    from indexer.refresh import difference

    library = _library(home)
    found = difference(library)
    ids = library.ids()
    passages, broken = _count(library, ids)
    state = "需要重建" if found.stale else "有改动未入" if found.changed or found.gone else "最新"
    if as_json:
        terminal.print_json({"home": str(home.root), "speeches": len(ids), "passages": passages, "index": state,
               "changed": len(found.changed), "gone": len(found.gone), "broken": broken})  # fmt: skip
        return
    click.echo(f"资料库：{home.root}\n讲话 {len(ids)} 篇，段落 {passages} 段\n索引：{state}")
    if state != "最新":
        click.echo("运行 kb reindex 更新索引。")
    for reason in broken:
        click.echo(f"  × {reason}")


def _count(library: Library, ids: list[str]) -> tuple[int, list[str]]:
    passages, broken = 0, []
    for id_ in ids:
        try:
            passages += len(library.speech(id_).passages)
        except KbError as e:
            broken.append(str(e))
    return passages, broken


@cli.command()
@click.option(
    "-n", "--samples", default=2000, show_default=True, type=click.IntRange(1), help="抽多少个字串。"
)
@click.option("--longest", default=12, show_default=True, type=click.IntRange(1), help="字串最长几个字。")
@click.option("--seed", default=0, help="随机种子，相同则抽样相同。")
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON。")
@click.pass_context
def selfcheck(ctx: click.Context, samples: int, longest: int, seed: int, as_json: bool) -> None:
    """自检：从资料库里随机抽字串，比对检索结果与逐字查找，打印漏掉和多出的。"""
    from kb.selfcheck import selfcheck as check

    library = _ready(ctx.obj)
    with terminal.progress(not as_json) as bar:
        result = check(library, samples, longest, seed, terminal.ticker(bar, "自检"))
    if as_json:
        terminal.print_json(dataclasses.asdict(result))
    else:
        click.echo(
            f"抽查 {result.checked} 个字串：漏掉 {len(result.missed)} 处，多出 {len(result.extra)} 处。"
        )
        for literal, key in (*result.missed, *result.extra)[:50]:
            click.echo(f"  “{literal}”  {key}")
    library.close()
    if result.missed or result.extra:
        ctx.exit(NOTHING)


@cli.command()
@click.option("--port", type=click.IntRange(0, 65535), help="端口（默认 8642）。")
@click.option("--no-serve", is_flag=True, help="只建好演示资料库，不打开服务。")
@click.pass_context
def demo(ctx: click.Context, port: int | None, no_serve: bool) -> None:
    """用随程序附带的十六篇示例讲话试用。"""
    from kb.resources import shipped

    home: Home = ctx.obj
    create(home)
    library = _library(home)
    _tell(library, _import(library, [shipped("samples")], quiet=False), verbose=False)
    if not no_serve:
        _serve(library, None, port)


def main() -> None:
    """Run the command line."""
    cli(prog_name="kb")


if __name__ == "__main__":
    main()
