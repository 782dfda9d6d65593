using ConsultCluster.Ports.Clusters;

namespace ConsultCluster.Cluster.Admin;

/// <summary>
/// The orders of the administrator's grain, kept for its next activation. Nothing waits for the storage; what it cannot take is tried again with the next check. Only on the grain's
/// scheduler.
/// </summary>
/// <param name="state">Null when nothing is kept.</param>
internal sealed class DrainKeeper(IPersistentState<KeptDrains>? state)
{
    /// <summary>Of the grain state.</summary>
    public const string StateName = "cluster-drains";

    /// <summary>Given since the grain was activated, by node; they count more than what was kept.</summary>
    private readonly Dictionary<string, bool> _given = new(StringComparer.Ordinal);

    private Task _syncing = Task.CompletedTask;
    private bool _isSynced = state is null;

    /// <summary>Nodes that are to be drained, as far as it is known by now.</summary>
    public IEnumerable<string> Drained { get; private set; } = [];

    /// <summary>An order was carried out.</summary>
    public void Add(DrainOrder order)
    {
        _given[order.Node] = order.Drains;
        Drained = Merge(Drained);
        _isSynced = state is null;
        Sync();
    }

    /// <summary>Reads what is kept, and writes what has to be; returns at once.</summary>
    public void Sync()
    {
        if (!_isSynced && _syncing.IsCompleted)
        {
            _syncing = SyncAsync();
        }
    }

    private async Task SyncAsync()
    {
        try
        {
            while (!_isSynced)
            {
                _isSynced = true;
                await state!.ReadStateAsync();
                Drained = Merge(state.State.Nodes);
                if (!state.State.Nodes.SetEquals(Drained))
                {
                    state.State = new KeptDrains { Nodes = state.State.Nodes.Clear().Union(Drained) };
                    await state.WriteStateAsync();
                }
            }
        }
        catch (OrleansException)
        {
            // Said and counted by the storage.
            _isSynced = false;
        }
    }

    private string[] Merge(IEnumerable<string> drained) =>
    [
        .. drained.Where(node => !_given.ContainsKey(node)).Union(_given.Where(order => order.Value).Select(order => order.Key), StringComparer.Ordinal),
    ];
}
