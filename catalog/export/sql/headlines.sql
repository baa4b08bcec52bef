-- The headline of each system, spec and option: the figure shown, the rule that chose its claims, the envelope of all
-- that stand (`claimed_low` to `claimed_high`), and whether they conflict. An empty bound is no bound. `longest` marks
-- the option at which a system's figure is greatest.
create or replace temporary view headlines as
with options as (
    select spec, system_id, option_id, min(property_id) as property_id, min(ammunition) as ammunition,
        min(munition_id) as munition_id, min(conditions) as conditions, min(best_tier) as tier, min(place) as place,
        count(*) as claims, count(distinct case when chosen then publisher_id end) as publishers,
        count(distinct case when chosen then root end) as roots
    from weighed
    where standing
    group by spec, system_id, option_id
),
conflicts as (
    select distinct a.spec, a.system_id, a.option_id
    from weighed a
    join weighed b on a.spec = b.spec and a.system_id = b.system_id and a.option_id = b.option_id
    where a.standing and b.standing and a.low - b.high > greatest(a.rounding, b.rounding) * 1.000000001e0
),
words as (
    select spec, system_id, option_id, place, coalesce(text, stated) as word,
        row_number() over (partition by spec, system_id, option_id, coalesce(text, stated) order by place) as repeated
    from weighed
    where chosen and not numbered
),
said as (
    select spec, system_id, option_id,
        row_number() over (partition by spec, system_id, option_id order by place) as number,
        concat_ws('; ', array_agg(word) over (
            partition by spec, system_id, option_id order by place
            rows between unbounded preceding and unbounded following
        )) as text
    from words
    where repeated = 1
)
select o.spec, o.system_id, o.property_id, o.ammunition, o.munition_id, o.conditions,
    case when s.least > cast('-infinity' as double) then s.least end as low,
    case when s.most < cast('infinity' as double) then s.most end as high,
    q.unit, s.low_open, s.high_open, s.approximate, t.text,
    case o.tier when 1 then 'preferred' when 3 then 'graded' when 4 then 'weak' else 'text' end as rule,
    c.option_id is not null as conflict,
    case when e.least > cast('-infinity' as double) then e.least end as claimed_low,
    case when e.most < cast('infinity' as double) then e.most end as claimed_high,
    o.claims, o.publishers, o.roots,
    s.highest is not null and row_number() over (
        partition by o.spec, o.system_id order by s.highest desc nulls last, s.lowest desc nulls last, o.place
    ) = 1 as longest,
    s.lowest, s.highest, s.least, s.least_less, s.most, s.most_plus, o.option_id
from options o
join properties q on q.id = o.property_id
left join spans s on s.spec = o.spec and s.system_id = o.system_id and s.group_id = o.option_id and s.side = 'shown'
left join spans e on e.spec = o.spec and e.system_id = o.system_id and e.group_id = o.option_id and e.side = 'all'
left join conflicts c on c.spec = o.spec and c.system_id = o.system_id and c.option_id = o.option_id
left join said t on t.spec = o.spec and t.system_id = o.system_id and t.option_id = o.option_id and t.number = 1
