"""What is said of a file, or of a part of it, that cannot be read: the words stand here, the readers only name the case."""

from __future__ import annotations

from duibiao_engine.archives import UnsafeArchive
from duibiao_engine.problems import Problem, error, warning

#: A larger file is no table of a standard; pictures inside may make an honest one large.
LARGEST_BYTES = 100 << 20
_RESAVE = "用 Excel、Word 或 WPS 打开，另存为 .xlsx 或 .docx 再试"


class Refused(Exception):
    """Nothing of the file can be read; the problem says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def too_large(file: str, size: int) -> Refused:
    """A file over the limit."""
    return Refused(
        error(
            "table.file-too-large", file, "", f"文件有 {size >> 20} MB，最多 {LARGEST_BYTES >> 20} MB",
            "指标表不会这么大，多半是里面有很多照片，或者选错了文件", "只留下指标表，删去图片后另存再试",
        )
    )  # fmt: skip


def part_too_large(file: str, place: str) -> Problem:
    """A sheet or document whose text alone is beyond any standard."""
    return error(
        "table.too-large", file, place, "这一部分太大，没有读", "里面的格子比任何指标表都多得多，多半选错了文件或远处有零散内容",
        "删去指标表以外的行和列后另存再试",
    )  # fmt: skip


def empty(file: str) -> Refused:
    """No bytes."""
    return Refused(error("table.empty", file, "", "文件是空的", "长度是 0", "检查下载或保存是否成功"))


def password(file: str) -> Refused:
    """A protected file."""
    return Refused(
        error(
            "table.password", file, "", "文件有打开密码", "有密码的文件读不了",
            "在 Excel、Word 或 WPS 里取消密码（文件—信息—保护）后另存一份",
        )
    )  # fmt: skip


def broken(file: str) -> Refused:
    """A damaged file."""
    return Refused(
        error("table.broken", file, "", "文件打不开", "文件不完整或已损坏（可能没有传完）", f"重新下载；或{_RESAVE}")
    )


def picture(file: str, place: str = "") -> Problem:
    """A picture where a table should be."""
    return error(
        "table.picture", file, place, "这是图片，不是表格", "图片里的字读不出来",
        "请找到原来的 Word 或 Excel 文件；只有图片或扫描件的，先用 WPS 等转成表格并核对",
    )  # fmt: skip


def foreign(file: str, what: str, remedy: str = "") -> Refused:
    """A kind of file that is not read."""
    return Refused(
        error(
            "table.kind", file, "", f"这是{what}，不能直接读",
            "能读的有：.xlsx、.xls、.docx、.html、粘贴的文字；装有 LibreOffice 时还有 .doc、.wps、.et、.ods、.odt、.rtf",
            remedy or _RESAVE,
        )
    )  # fmt: skip


def no_converter(file: str, what: str) -> Refused:
    """An older format where LibreOffice is not installed."""
    return Refused(
        error(
            "table.no-converter", file, "", f"这是{what}，要由 LibreOffice 转换，而这台机器上没有", "",
            f"{_RESAVE}；或请管理员安装 LibreOffice（writer 和 calc）",
        )
    )  # fmt: skip


def not_converted(file: str, why: str) -> Refused:
    """LibreOffice did not manage."""
    return Refused(error("table.not-converted", file, "", "文件转换不了", why, f"可能有密码或已损坏；{_RESAVE}"))


def unsafe(file: str, refused: UnsafeArchive) -> Refused:
    """A zip that must not be opened."""
    if refused.kind == "password":
        return password(file)
    if refused.kind == "broken":
        return broken(file)
    return Refused(
        error(
            "table.zip-bomb", file, "", refused.what, "正常的文件不会这样，像是压缩炸弹，没有打开",
            "新建一个文件，只把指标表粘贴进去再保存",
        )
    )  # fmt: skip


def unsolved(file: str, place: str) -> Problem:
    """A formula that was never worked out."""
    return error(
        "table.unsolved-formula", file, place, "这一格是公式，却没有算好的结果", "文件是程序生成的，没有在 Excel 里算过",
        "用 Excel 打开并保存一次，或改成数值",
    )  # fmt: skip


def looks_like_date(file: str, place: str, shown: str) -> Problem:
    """Excel has turned a number such as 1-1 into a day."""
    return warning(
        "table.date", file, place, f"这一格是日期（{shown}）", "编号“1-1”常被 Excel 自动改成日期",
        "原来若是编号，请在 Excel 里改成文本",
    )  # fmt: skip


def no_merges(file: str, place: str) -> Problem:
    """A reader that does not tell merged cells."""
    return warning(
        "table.no-merges", file, place, "旧格式的合并单元格读不出", "只能按“空着就是同上”来理解", "请核对各级指标；或另存为 .xlsx 再试"
    )  # fmt: skip
