using ConsultCluster.Media;

namespace ConsultCluster.Relay.Loop;

/// <summary>Reads the usage on the relay's thread without allocating on it.</summary>
internal sealed class UsageProbe(RelayLoop loop) : RelayCommand
{
    private readonly ManualResetEventSlim _done = new();
    private RelayUsage _usage;

    /// <summary>Waits for the result; zeros when the relay has stopped.</summary>
    public RelayUsage Wait()
    {
        _done.Wait();
        return _usage;
    }

    public override void Run(MonoTime now)
    {
        _usage = loop.ReadUsage();
        _done.Set();
    }

    public override void Abandon() => _done.Set();
}
