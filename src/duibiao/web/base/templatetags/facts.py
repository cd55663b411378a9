"""How templates say a fact: its value, its day, what it corrected."""

from django import template

from duibiao.web.base.facts import words

register = template.Library()
register.filter("fact_value", words.value_words)
register.filter("fact_day", words.day_words)
register.filter("fact_minute", words.minute_words)
register.filter("newer_fact", words.newer_of)
