namespace ConsultCluster.Domain.Groups;

/// <summary>Shorthands for decisions that change nothing.</summary>
internal static class GroupDecisions
{
    public static Decision<T> Refuse<T>(this Group group, Refusal refusal)
        where T : class => new(group, [], MustSave: false, refusal);

    public static Decision<T> Keep<T>(this Group group, T answer)
        where T : class => new(group, [], MustSave: false, answer);

    public static Decision<GroupSnapshot> Keep(this Group group) => new(group, [], MustSave: false, group.Snapshot());
}
