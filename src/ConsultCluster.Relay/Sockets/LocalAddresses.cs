namespace ConsultCluster.Relay.Sockets;

/// <summary>Numbers the addresses of this host at which datagrams arrive. One owner thread.</summary>
internal sealed class LocalAddresses
{
    /// <summary>A host has few addresses; this bounds the table when a whole prefix is routed to it.</summary>
    private const int Capacity = 256;

    private readonly UInt128[] _addresses = new UInt128[Capacity];
    private int _count = 1;
    private int _last;

    /// <summary>IPv6 or IPv4-mapped address, by number.</summary>
    public UInt128 this[ushort number] => _addresses[number];

    /// <summary>
    /// The number of an address; new addresses get the next one. 0, which lets the kernel choose, when the table is
    /// full.
    /// </summary>
    public ushort NumberOf(UInt128 address)
    {
        if (_addresses[_last] == address)
        {
            return (ushort)_last;
        }

        var found = _addresses.AsSpan(0, _count).IndexOf(address);
        if (found < 0)
        {
            if (_count == Capacity)
            {
                return 0;
            }

            found = _count++;
            _addresses[found] = address;
        }

        _last = found;
        return (ushort)found;
    }
}
