"""Words that may be left over when a clause was read, and words that may not."""

from __future__ import annotations

import re

_HARMLESS = """
规定次数 规定要求 规定标准 次数不足 数量不足 未达到要求 达不到要求 次数不够 次数 超过的部分 超出部分 超过部分 超出的部分 超额部分 每满 满 不降反升 不升反降 负增长 出现负增长 程度 在 占比 合格点位 符合点位 合格率 逾期未 逾期 不符合 符合 达到 目标值 等次 等级 档次 档 考核为 评为 评定为 被评为 结果为 考核结果为 考核等次为 考评 年度考核 按符合的比例 符合的比例 每季度 每月 每周 开展 组织 召开 进行 举办 完成年度任务 未完成年度任务 超额完成任务 超额完成 未完成任务 完成任务 年度任务 目标任务 未完成 完成 仍 再被 每年 每处 每个 每条 每车 每路 每辆 每个站台 每家 每所 每半年 全年 不足 不足的 没有达到 未达到 未达标 同一事项 同一问题 同一件事 同一事件 同一奖项 同一项目 逐批累计 逐批 累计加分 累计扣分 同类 最高 最短 最低 最多 最少
没有全部 全部 现行有效 到期还没有 按逾期处理 平均每处 打分 说不清 被劝回的也算 两年 三年 3年 2年 5年 五年 之间 评定 根据 本项得分 得分 由评查组 由考核组 由测评组 在幅度内评定 没有配备 按 本单位 其他单位 其余单位
的 、 了 者 等 ， - （ ） “ ” 《 》 …… 则 即 就 将 可 应 也 并 同时 情况 情形 行为 现象 问题 单位 本项 该项 此项 每项 一项
""".split()
#: What joins, points or repeats, and changes no reading.
HARMLESS = re.compile("|".join(sorted(map(re.escape, _HARMLESS), key=len, reverse=True)))

_RISKY = """
如 若 但 除 且 或 以上 以下 以内 以外 超过 累计 连续 首次 再次 第二 每 不足 除外 之前 之后 以后 以前 方可 才 只 仅 至少 最多 不超过 同比 平均 倍 减半 取消 否则 之和 折算 排名
""".split()
#: What changes the meaning of the words beside it.
RISKY = re.compile("|".join(sorted(map(re.escape, _RISKY), key=len, reverse=True)) + r"|\d|[一二三四五六七八九十两]")

#: What turns a plain statement into a condition.
TURNING = re.compile("如果|如有|若|但|除|或|超过|超出|累计|连续|首次|再次|第二|第三|不足|不超过|以上|以下|仅|只|方可|才|同比|平均|倍|减半|取消|否则|排名|[0-9]")
