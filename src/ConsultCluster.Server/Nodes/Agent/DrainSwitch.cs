namespace ConsultCluster.Server.Nodes.Agent;

/// <summary>Whether this node is about to go: set by a control process, or by whoever stops the process.</summary>
/// <param name="sessions">Sessions of all relays now.</param>
/// <param name="changed">Called when it is set or no longer.</param>
internal sealed class DrainSwitch(Func<int> sessions, Action<bool>? changed = null)
{
    private volatile bool _isOrdered;
    private volatile bool _isStopping;

    /// <summary>True when the node is to take no new sessions.</summary>
    public bool IsOn => _isOrdered || _isStopping;

    /// <summary>Sessions of all relays now.</summary>
    public int Sessions => sessions();

    /// <summary>A control process wants it so.</summary>
    public void Order(bool isOn)
    {
        _isOrdered = isOn;
        changed?.Invoke(IsOn);
    }

    /// <summary>The process is asked to end: nobody can call that back.</summary>
    public void Stop()
    {
        _isStopping = true;
        changed?.Invoke(true);
    }
}
