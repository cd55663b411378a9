"""The county's people and bodies: invented names from a seeded dice, posts in every unit, the headquarters and its groups."""

import random
from collections.abc import Iterator
from datetime import date

from duibiao.organisation import services
from duibiao.organisation.choices import GroupKind, PostKind, UnitKind
from duibiao.organisation.models import Person, Post, Unit, UnitGroup, User, WorkingGroup
from duibiao.places import services as places
from duibiao.places.choices import AreaKind, Part
from duibiao_engine.demo_county import DemoCounty

_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
_GIVEN = "文明志远建国海燕秀英立新晓东春梅永强丽华国庆雪梅家豪思源雨桐子涵俊杰慧敏浩然静怡宏伟佳宁一鸣嘉树清和若水景行知秋望舒怀瑾承泽书瑶启明"
_TITLES = {
    UnitKind.DEPARTMENT: {PostKind.HEAD: "局长", PostKind.DEPUTY: "副局长", PostKind.LIAISON: "办公室主任"},
    UnitKind.TOWNSHIP: {PostKind.HEAD: "乡镇长", PostKind.DEPUTY: "副乡镇长", PostKind.LIAISON: "党政办主任"},
    UnitKind.VILLAGE: {PostKind.HEAD: "主任"},
    UnitKind.COMMUNITY: {PostKind.HEAD: "主任"},
}
_SINCE = date(2024, 3, 1)


def units(by: User, county: Unit, generated: DemoCounty) -> dict[str, Unit]:
    """Every unit, with its groups; communities are told from villages by their names."""
    found = {generated.units[0]["id"]: county}
    groups: dict[str, UnitGroup] = {}
    for row in generated.units[1:]:
        names = [name for name in row["groups"].split("|") if name]
        for name in names:
            groups.setdefault(name, UnitGroup.objects.get_or_create(name=name, defaults={"order": len(groups)})[0])
        kind = UnitKind.COMMUNITY if row["name"].endswith("社区") else UnitKind(row["kind"])
        fields = {
            "code": row["id"],
            "name": row["name"],
            "kind": kind,
            "order": len(found),
            "short_names": [_SHORT[row["name"]]] if row["name"] in _SHORT else [],
        }
        found[row["id"]] = services.add_unit(
            by, parent=found[row["parent"]], groups=[groups[n] for n in names], **fields
        )
    return found


#: Names that nobody says in full.
_SHORT = {"市场监督管理局": "市监局", "人力资源和社会保障局": "人社局", "住房和城乡建设局": "住建局"}


def staff(everyone: dict[str, Unit], seed: int = 2026) -> None:
    """Head, deputy and liaison officer in every department and township, a head in every village."""
    chance = random.Random(seed)
    people: list[Person] = []
    posts: list[Post] = []
    for unit in everyone.values():
        for kind, title in _TITLES.get(UnitKind(unit.kind), {}).items():
            if kind == PostKind.LIAISON and unit.code in ("D29", "T11"):
                continue  # two units have not named theirs: the office should see it
            people.append(Person(name=_name(chance), phone=f"1390000{len(people):04}"))
            posts.append(Post(unit=unit, kind=kind, title=title, since=_SINCE))
    Person.objects.bulk_create(people)
    for person, post in zip(people, posts, strict=True):
        post.person = person
    Post.objects.bulk_create(posts)


def _name(chance: random.Random) -> str:
    return chance.choice(_FAMILY) + "".join(chance.sample(_GIVEN, chance.choice((1, 2, 2, 2))))


def headquarters(by: User, everyone: dict[str, Unit]) -> None:
    """指挥部, its office and four special groups, each with a leading unit and a head."""
    top = services.add_group(
        by, name="法治政府建设示范创建指挥部", kind=GroupKind.HEADQUARTERS, duties="统筹全县创建工作", order=1
    )
    office = services.add_group(
        by, name="创建办公室", kind=GroupKind.OFFICE, parent=top, duties="分解任务、督查、通报", order=2
    )
    groups = (
        (top, "", ()),
        (office, "D02", ("D11", "D20")),
        (_task(by, top, "依法行政组", 3), "D02", ("D01", "D16", "D06")),
        (_task(by, top, "公共服务组", 4), "D21", ("D13", "D22", "D27")),
        (_task(by, top, "城市环境组", 5), "D20", ("D07", "D08", "D06")),
        (_task(by, top, "宣传教育组", 6), "D12", ("D21", "D02")),
    )
    heads = {post.unit_id: post.person for post in Post.objects.filter(kind=PostKind.HEAD).select_related("person")}
    for group, lead, others in groups:
        for code in (lead, *others):
            if code:
                services.add_member_unit(by, group, unit=everyone[code], leads=code == lead)
        if lead:
            services.add_member(by, group, person=heads[everyone[lead].pk], title="组长", since=_SINCE)


def _task(by: User, parent: WorkingGroup, name: str, order: int) -> WorkingGroup:
    return services.add_group(by, name=name, kind=GroupKind.TASK, parent=parent, order=order)


def areas(by: User, everyone: dict[str, Unit]) -> None:
    """Road segments and markets of each township, with a head and a leader; two are without anybody."""
    heads = dict(Post.objects.filter(kind=PostKind.HEAD).values_list("unit", "person"))
    people = Person.objects.in_bulk(list(heads.values()))
    for unit, number, name, kind in _areas(everyone):
        fields = {"code": f"{unit.code}-{number:02}", "name": name, "kind": kind, "length_m": 400 + 150 * number}
        area = places.add_area(by, unit=unit, **fields)
        if fields["code"] not in ("T03-02", "T09-01"):
            places.appoint(by, area, person=people[heads[unit.pk]], part=Part.HEAD, since=_SINCE)


def _areas(everyone: dict[str, Unit]) -> Iterator[tuple[Unit, int, str, str]]:
    for unit in everyone.values():
        if unit.kind == UnitKind.TOWNSHIP:
            short = unit.name[:-1]
            yield unit, 1, f"{short}大街", AreaKind.SEGMENT
            yield unit, 2, f"{short}北路", AreaKind.SEGMENT
            yield unit, 3, f"{short}农贸市场", AreaKind.MARKET
