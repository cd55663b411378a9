"""The draw as one file, for whoever has neither the site nor the engine: `sampling.py` with a few lines that read a record.

Its one trick: nothing is written twice. What a resident downloads is the code that drew.
"""

from functools import cache
from pathlib import Path

_TAIL = '''

def main(arguments: Sequence[str]) -> int:
    """draw_again.py RECORD.json [FINGERPRINT]: the fingerprint is the one that you wrote down before the draw."""
    import pathlib

    if not arguments:
        print("用法 usage: python draw_again.py 抽样记录.json [事先抄下的种子指纹]")
        return 2
    try:
        published = json.loads(pathlib.Path(arguments[0]).read_text(encoding="utf-8"))
        said = draw_again(published)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"读不懂 {arguments[0]}：{error}。请用轮次结束后下载的抽样记录。")
        return 2
    if len(arguments) > 1 and arguments[1].strip().lower() != published.get("commitment"):
        said.append("种子指纹与您事先抄下的不同")
    for line in said:
        print(f"✗ {line}")
    if not said:
        print(f"✓ 一致：{len(published['drawn'])} 个点位与公布的完全相同")
    return 1 if said else 0


if __name__ == "__main__":
    import sys

    sys.exit(main(sys.argv[1:]))
'''


@cache
def script() -> bytes:
    """The text of draw_again.py."""
    return ((Path(__file__).parent / "sampling.py").read_text(encoding="utf-8") + _TAIL).encode()
