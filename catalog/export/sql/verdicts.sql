-- Whether system `a` outranges system `b`: yes if every claim says so, no if every claim says the reverse, else possible.
-- Like for like: `kind` is a class of round, empty where no source names one, or `longest`, each at its longest.
-- `by_figures_shown` is the answer by the claims behind the headlines alone.
create or replace temporary view verdicts as
with groups as (
    select distinct ammunition as kind, 'kind|' || coalesce(ammunition, '') as group_id, system_id,
        'kind|' || coalesce(ammunition, '') as like_id
    from weighed
    where spec = 'range' and standing and numbered
    union all
    select 'longest', option_id, system_id, 'longest' from headlines where spec = 'range' and longest
),
sides as (
    select g.like_id, g.kind, g.system_id, c.least, c.least_less, c.most, c.most_plus, s.least as shown_least,
        s.least_less as shown_least_less, s.most as shown_most, s.most_plus as shown_most_plus
    from groups g
    join spans c on c.spec = 'range' and c.system_id = g.system_id and c.group_id = g.group_id and c.side = 'all'
    left join spans s on s.spec = 'range' and s.system_id = g.system_id and s.group_id = g.group_id
        and s.side = 'shown'
)
select a.kind, a.system_id as a, b.system_id as b,
    case
        when a.least > b.most_plus and a.least_less > b.most then 'yes'
        when b.least > a.most_plus and b.least_less > a.most then 'no'
        else 'possible'
    end as a_outranges_b,
    case
        when a.shown_least is null or b.shown_least is null then null
        when a.shown_least > b.shown_most_plus and a.shown_least_less > b.shown_most then 'yes'
        when b.shown_least > a.shown_most_plus and b.shown_least_less > a.shown_most then 'no'
        else 'possible'
    end as by_figures_shown,
    case when a.least > cast('-infinity' as double) then a.least end as a_low,
    case when a.most < cast('infinity' as double) then a.most end as a_high,
    case when b.least > cast('-infinity' as double) then b.least end as b_low,
    case when b.most < cast('infinity' as double) then b.most end as b_high
from sides a
join sides b on a.like_id = b.like_id and a.system_id <> b.system_id
