namespace ConsultCluster.Relay.Remote.Agent;

/// <summary>Whether this node drains: set by an administrator or by the stop of the process.</summary>
/// <param name="sessions">Current sessions of all relays.</param>
/// <param name="changed">Called with the new state.</param>
internal sealed class DrainSwitch(Func<int> sessions, Action<bool>? changed = null)
{
    private volatile bool _isOrdered;
    private volatile bool _isStopping;

    /// <summary>True while the node takes no new sessions.</summary>
    public bool IsOn => _isOrdered || _isStopping;

    /// <summary>Current sessions of all relays.</summary>
    public int Sessions => sessions();

    /// <summary>Sets or clears it.</summary>
    public void Order(bool isOn)
    {
        _isOrdered = isOn;
        changed?.Invoke(IsOn);
    }

    /// <summary>Sets it permanently: the process is stopping.</summary>
    public void Stop()
    {
        _isStopping = true;
        changed?.Invoke(true);
    }
}
