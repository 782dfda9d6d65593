using System.Collections.Concurrent;
using ConsultCluster.Cluster.Media;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Accounts;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Groups;

namespace ConsultCluster.Cluster.Watches;

/// <summary>A group whose grain is active in this silo.</summary>
/// <param name="Record">Its record as it was saved last; from any thread.</param>
/// <param name="Follow">Has the group take what the account may no longer do; from any thread, and returns at once.</param>
internal sealed record ActiveGroup(GroupMedia Media, Func<Group> Record, Action<AccountState> Follow);

/// <summary>The groups whose grains are active in this silo. May be used from any thread.</summary>
internal sealed class ActiveGroups
{
    private readonly ConcurrentDictionary<GroupId, ActiveGroup> _groups = new();

    /// <summary>The media of each of them; those that come meanwhile may be among them.</summary>
    public IEnumerable<GroupMedia> Media => _groups.Select(static entry => entry.Value.Media);

    /// <summary>All of them; those that come meanwhile may be among them.</summary>
    public IEnumerable<ActiveGroup> All => _groups.Select(static entry => entry.Value);

    /// <summary>The media of a group; null when it is not active here.</summary>
    public GroupMedia? Find(GroupId group) => _groups.GetValueOrDefault(group)?.Media;

    /// <summary>The grain is active.</summary>
    public void Add(ActiveGroup group) => _groups[group.Media.Id] = group;

    /// <summary>The grain is deactivated.</summary>
    public void Remove(ActiveGroup group) => _groups.TryRemove(KeyValuePair.Create(group.Media.Id, group));

    /// <summary>The groups in numbers; those that nobody has requested are only being looked up.</summary>
    /// <param name="most">Groups in the answer at most: those with the most members.</param>
    public GroupOverview Look(int most)
    {
        var groups = _groups.Values
            .Select(active => (Record: active.Record(), Plan: active.Media.Plan))
            .Where(group => group.Record.Request is not null)
            .ToArray();
        return new GroupOverview(
            groups.Length,
            [
                .. groups
                    .OrderByDescending(group => group.Record.Seats.Length)
                    .ThenBy(group => group.Record.Id.Value, StringComparer.Ordinal)
                    .Take(most)
                    .Select(group => GroupFigures.Of(group.Record, group.Plan)),
            ]);
    }
}
