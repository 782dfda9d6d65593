namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>Whether this node is about to go: set by its control process, or by whoever stops the process.</summary>
internal sealed class DrainSwitch(Func<int> sessions)
{
    private volatile bool _isOrdered;
    private volatile bool _isStopping;

    /// <summary>True when the node is to take no new sessions.</summary>
    public bool IsOn => _isOrdered || _isStopping;

    /// <summary>Sessions of all relays now.</summary>
    public int Sessions => sessions();

    /// <summary>The control process wants it so.</summary>
    public void Order(bool isOn) => _isOrdered = isOn;

    /// <summary>The process is asked to end: nobody can call that back.</summary>
    public void Stop() => _isStopping = true;
}
