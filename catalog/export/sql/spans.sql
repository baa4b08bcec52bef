-- What claims say together, by system, spec and group: an option, or for `range` a kind of round (`kind|…`).
-- `side` is `all` for all claims that stand, `shown` for those behind the headline. The bounds with rounding are what a
-- verdict compares; an end that is left open is infinite.
create or replace temporary view spans as
with parts as (
    select spec, system_id, option_id as group_id, 'all' as side, low, high, low_open, high_open, approximate, rounding
    from weighed where standing and numbered
    union all
    select spec, system_id, option_id, 'shown', low, high, low_open, high_open, approximate, rounding
    from weighed where chosen and numbered
    union all
    select spec, system_id, 'kind|' || coalesce(ammunition, ''), 'all', low, high, low_open, high_open, approximate,
        rounding
    from weighed where standing and numbered and spec = 'range'
    union all
    select spec, system_id, 'kind|' || coalesce(ammunition, ''), 'shown', low, high, low_open, high_open, approximate,
        rounding
    from weighed where chosen and numbered and spec = 'range'
),
framed as (
    select *, low is not null and high is not null as bounded,
        min(case when high is not null then low end) over g as least_bounded,
        max(case when low is not null then high end) over g as most_bounded
    from parts
    window g as (partition by spec, system_id, group_id, side)
),
-- A claim open to one side that every bounded one satisfies says nothing more.
telling as (
    select *, coalesce(low, cast('-infinity' as double)) as least, coalesce(high, cast('infinity' as double)) as most
    from framed
    where bounded or least_bounded is null or not (
        (low is null or least_bounded > low or (least_bounded = low and not low_open))
        and (high is null or most_bounded < high or (most_bounded = high and not high_open))
    )
),
-- A gap of exactly the rounding, which binary numbers miss, is none.
ended as (
    select *, least - rounding * 1.000000001e0 as least_less, most + rounding * 1.000000001e0 as most_plus,
        min(least) over g as group_least, max(most) over g as group_most
    from telling
    window g as (partition by spec, system_id, group_id, side)
)
select spec, system_id, group_id, side, min(least) as least, min(least_less) as least_less, max(most) as most,
    max(most_plus) as most_plus, min(coalesce(low, high)) as lowest, max(coalesce(high, low)) as highest,
    bool_and(low_open or least > group_least) and bool_or(low_open and least = group_least) as low_open,
    bool_and(high_open or most < group_most) and bool_or(high_open and most = group_most) as high_open,
    bool_and(approximate) as approximate
from ended
group by spec, system_id, group_id, side
