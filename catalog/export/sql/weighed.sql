-- Every claim with the publisher on whom it rests and its weight for the headline of its system, property and condition
-- (`option_id`). `spec` is the property, and once more `range` for the properties that reach; there a munition's claims
-- stand with each launcher that fires it. `standing` leaves out deprecated claims; `chosen` are those of the headline.
create or replace temporary view weighed as
with sourced as (
    select c.id, c.system_id, c.property_id, c.ammunition, c.munition_id, c.conditions, c.stated, c.low, c.high,
        coalesce(c.low_open, false) as low_open, coalesce(c.high_open, false) as high_open,
        coalesce(c.approximate, false) as approximate, coalesce(c.rounding, 0e0) as rounding, c.text, c.rank,
        d.publisher_id, p.reliability, coalesce(c.via, d.publisher_id) as root, d.issued, d.url, q.position, q.reach
    from claims c
    join documents d on d.id = c.document_id
    join publishers p on p.id = d.publisher_id
    join properties q on q.id = c.property_id
),
spoken as (
    select property_id as spec, '' as lender, sourced.* from sourced
    union all
    select 'range', '', sourced.* from sourced where reach
    union all
    select 'range', f.munition_id, c.id, f.system_id, c.property_id, c.ammunition, f.munition_id, c.conditions,
        c.stated, c.low, c.high, c.low_open, c.high_open, c.approximate, c.rounding, c.text, c.rank, c.publisher_id,
        c.reliability, c.root, c.issued, c.url, c.position, c.reach
    from (select distinct system_id, munition_id from fires) f
    join sourced c on c.system_id = f.munition_id
    where c.reach
),
-- In the order in which a sheet lists claims; where two options reach as far, the one listed first stands for both.
listed as (
    select *,
        property_id || '|' || coalesce(ammunition, '') || '|' || coalesce(munition_id, '') || '|'
            || coalesce(conditions, '') as option_id,
        rank <> 'deprecated' as standing, low is not null or high is not null as numbered,
        row_number() over (
            partition by spec, system_id
            order by lender, position, ammunition nulls first, low nulls first, high nulls first, id
        ) as place
    from spoken
),
-- An editor's choice, else figures by publishers graded A to C, else all figures, else words in the same order.
tiered as (
    select *,
        case
            when not standing then null
            when rank = 'preferred' then case when numbered then 1 else 2 end
            when numbered then case when reliability in ('A', 'B', 'C') then 3 else 4 end
            else case when reliability in ('A', 'B', 'C') then 5 else 6 end
        end as tier
    from listed
),
best as (
    select *, min(tier) over (partition by spec, system_id, option_id) as best_tier from tiered
)
select *, coalesce(tier = best_tier, false) as chosen from best
