"""The fictional county of Qinghe 青禾县: its units, by name. Nobody and no place that exists is meant.

Its one trick: every unit's id says what it is (T township, D department, V village), so that facts stay readable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

COUNTY: Final = ("QH", "青禾县")

TOWNSHIPS: Final = (
    "望禾镇", "云溪镇", "桑榆镇", "渡口镇", "柳堤镇", "清石镇", "双桥镇", "麦浪乡", "竹坞乡", "枫岭乡", "茶亭乡", "雁塘乡",
)  # fmt: skip
#: From this township on they lie in the hills; the groups are for comparing like with like.
_FIRST_IN_THE_HILLS: Final = 8
_TOWNSHIP_GROUPS: Final = ("平川乡镇", "山区乡镇")

ENFORCING: Final = (
    "公安局", "司法局", "财政局", "人力资源和社会保障局", "自然资源局", "生态环境分局", "住房和城乡建设局", "交通运输局",
    "水利局", "农业农村局", "商务局", "文化和旅游局", "卫生健康局", "应急管理局", "审计局", "市场监督管理局", "统计局",
    "医疗保障局", "林业局", "城市管理局", "教育局", "民政局", "发展和改革局",
)  # fmt: skip
SERVING: Final = (
    "科学技术和工业信息化局", "退役军人事务局", "国有资产服务中心", "政务服务和数据管理局", "信访局", "乡村振兴服务中心", "机关事务服务中心",
)  # fmt: skip
_DEPARTMENT_GROUPS: Final = ("执法部门", "综合部门")

VILLAGES: Final = 150
_FIRST_WORDS: Final = ("上", "下", "东", "西", "南", "北", "新", "古", "长", "高", "前", "后", "大")
_LAST_WORDS: Final = ("坪", "洼", "湾", "岗", "畈", "圩", "埠", "坳", "垄", "渚", "楼", "堰")
#: How many communities 社区 a town 镇 and a rural township 乡 have; the rest are villages.
_TOWN_COMMUNITIES: Final = 3
_RURAL_COMMUNITIES: Final = 1


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """One unit of the county."""

    id: str
    name: str
    kind: str
    groups: tuple[str, ...] = ()
    parent: str = ""

    def row(self) -> dict[str, str]:
        """As a line of units.csv."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "groups": "|".join(self.groups),
            "parent": self.parent,
        }


def county_units() -> list[DemoUnit]:
    """The county, its departments, its townships and their villages, in this order."""
    return [DemoUnit(*COUNTY, kind="county"), *_departments(), *_townships(), *_villages()]


def _departments() -> list[DemoUnit]:
    names = [
        *((name, _DEPARTMENT_GROUPS[0]) for name in ENFORCING),
        *((name, _DEPARTMENT_GROUPS[1]) for name in SERVING),
    ]
    return [
        DemoUnit(f"D{number:02}", name, "department", (group,), COUNTY[0])
        for number, (name, group) in enumerate(names, 1)
    ]


def _townships() -> list[DemoUnit]:
    return [
        DemoUnit(f"T{number:02}", name, "township", (_TOWNSHIP_GROUPS[number >= _FIRST_IN_THE_HILLS],), COUNTY[0])
        for number, name in enumerate(TOWNSHIPS, 1)
    ]


def _villages() -> list[DemoUnit]:
    """Villages go round the townships, so that each has twelve or thirteen with names of its own."""
    return [
        DemoUnit(f"V{index + 1:03}", _village_name(index), "village", (), f"T{index % len(TOWNSHIPS) + 1:02}")
        for index in range(VILLAGES)
    ]


def _village_name(index: int) -> str:
    rounds, place = divmod(index, len(_LAST_WORDS))
    first, last = _FIRST_WORDS[rounds], _LAST_WORDS[(place + rounds) % len(_LAST_WORDS)]
    town = TOWNSHIPS[index % len(TOWNSHIPS)].endswith("镇")
    communities = _TOWN_COMMUNITIES if town else _RURAL_COMMUNITIES
    return f"{first}{last}{'社区' if index // len(TOWNSHIPS) < communities else '村'}"
