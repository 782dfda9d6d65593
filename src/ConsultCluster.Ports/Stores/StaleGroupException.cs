using ConsultCluster.Domain;

namespace ConsultCluster.Ports.Stores;

/// <summary>The group was saved by somebody else since it was loaded; nothing of the call was written.</summary>
public sealed class StaleGroupException(GroupId group)
    : Exception($"Group {group} was saved by another process; it has to be loaded again.")
{
    /// <summary>Which group.</summary>
    public GroupId Group { get; } = group;
}
