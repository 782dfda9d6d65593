using ConsultCluster.Domain;
using Microsoft.Extensions.Logging;

namespace ConsultCluster.Cluster.Groups;

/// <summary>
/// A group's reminder. While the group is active it comes often and does nothing, unless its silo died: then it activates the group in another one, even if nobody calls. While the
/// group is deactivated it comes when something is due. Only on the grain's scheduler.
/// </summary>
internal sealed class GroupReminder(Grain grain, GroupId group, TimeSpan often, ILogger logger)
{
    private const string Name = "wake";

    /// <summary>Repeats the reminder of a deactivated group, in case the database is away when it comes.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);

    private bool _isSet;
    private bool _mayBeSet;

    /// <summary>It just came.</summary>
    public void OnReceived() => _mayBeSet = true;

    /// <summary>The group is open and active. If the database cannot take it, the next call tries again: the group does not wait for it.</summary>
    public async Task ActivateAsync()
    {
        if (!_isSet)
        {
            _isSet = await TryAsync(() => grain.RegisterOrUpdateReminder(Name, often, often));
            _mayBeSet |= _isSet;
        }
    }

    /// <summary>The group is deactivated until then; for good when null.</summary>
    public async Task DeactivateAsync(TimeSpan? due)
    {
        if (!_mayBeSet)
        {
            return;
        }

        _isSet = false;
        await TryAsync(() => due is { } wait
            ? grain.RegisterOrUpdateReminder(Name, Timers.Within(wait), Again)
            : RemoveAsync());
    }

    /// <summary>The group is closed: it needs no reminder any more.</summary>
    public Task EndAsync()
    {
        _isSet = false;
        return TryAsync(RemoveAsync);
    }

    private async Task RemoveAsync()
    {
        if (await grain.GetReminder(Name) is { } reminder)
        {
            await grain.UnregisterReminder(reminder);
        }

        _mayBeSet = false;
    }

    private async Task<bool> TryAsync(Func<Task> change)
    {
        try
        {
            await change();
            return true;
        }
        catch (Exception e)
        {
            ClusterLog.ReminderFailed(logger, e, group);
            return false;
        }
    }
}
