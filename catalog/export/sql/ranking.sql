-- Systems of each class in the order of each property and of `range`, greatest first, each by the option at which its
-- figure is greatest. `first_place` to `last_place` are the places that the claims leave open.
create or replace temporary view ranking as
with best as (
    select h.*, s.name, s.class, s.origin
    from headlines h
    join systems s on s.id = h.system_id
    join properties q on q.id = h.property_id
    where h.longest and q.dimension not in ('terms', 'text', 'class', 'currency')
),
pairs as (
    select a.spec, a.class, a.system_id as above_id, b.system_id as below_id
    from best a
    join best b on a.spec = b.spec and a.class = b.class and a.least > b.most_plus and a.least_less > b.most
),
above as (
    select spec, class, below_id as system_id, count(*) as number from pairs group by spec, class, below_id
),
below as (
    select spec, class, above_id as system_id, count(*) as number from pairs group by spec, class, above_id
)
select r.spec, r.class,
    row_number() over (partition by r.spec, r.class order by r.highest desc, r.lowest desc, r.system_id) as place,
    coalesce(a.number, 0) + 1 as first_place,
    count(*) over (partition by r.spec, r.class) - coalesce(b.number, 0) as last_place,
    r.system_id, r.name, r.origin, r.property_id, r.ammunition, r.munition_id, r.conditions, r.low, r.high, r.unit,
    r.low_open, r.high_open, r.approximate, r.rule, r.conflict, r.claimed_low, r.claimed_high, r.claims, r.publishers,
    r.roots
from best r
left join above a on a.spec = r.spec and a.class = r.class and a.system_id = r.system_id
left join below b on b.spec = r.spec and b.class = r.class and b.system_id = r.system_id
