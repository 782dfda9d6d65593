namespace ConsultCluster.Fuzz.Campaign;

/// <summary>Ends the process when an input never ends, and prints that input: a thread in an endless loop cannot be stopped.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly string _target;
    private readonly long _limit;
    private readonly Timer _timer;
    private byte[] _input = [];
    private long _since = Environment.TickCount64;

    public Watchdog(string target, TimeSpan deadline)
    {
        _target = target;
        _limit = (long)deadline.TotalMilliseconds * 30;
        _timer = new Timer(_ => Look(), null, deadline, deadline);
    }

    public void Begin(byte[] input)
    {
        Volatile.Write(ref _input, input);
        Volatile.Write(ref _since, Environment.TickCount64);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (Environment.TickCount64 - Volatile.Read(ref _since) > _limit)
        {
            Environment.FailFast($"{_target} hangs on {Convert.ToHexString(Volatile.Read(ref _input))}");
        }
    }
}
