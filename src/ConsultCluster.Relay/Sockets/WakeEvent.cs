namespace ConsultCluster.Relay.Sockets;

/// <summary>Wakes a thread that waits in <see cref="UdpSocket.Wait"/>; from any thread.</summary>
internal sealed unsafe class WakeEvent : IDisposable
{
    private readonly Lock _closing = new();
    private int _descriptor;

    public WakeEvent()
    {
        _descriptor = LibC.CreateEvent();
        if (_descriptor < 0)
        {
            throw new RelayStartException("No file descriptors are left (eventfd).");
        }
    }

    public int Descriptor => _descriptor;

    public void Set()
    {
        lock (_closing)
        {
            if (_descriptor >= 0)
            {
                ulong one = 1;
                LibC.write(_descriptor, &one, sizeof(ulong));
            }
        }
    }

    public void Reset()
    {
        ulong count;
        LibC.read(_descriptor, &count, sizeof(ulong));
    }

    public void Dispose()
    {
        lock (_closing)
        {
            LibC.close(_descriptor);
            _descriptor = -1;
        }
    }
}
