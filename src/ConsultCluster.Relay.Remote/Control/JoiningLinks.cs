namespace ConsultCluster.Relay.Remote.Control;

/// <summary>
/// The connections that have not proved anything yet. They are few, and shared by networks: whoever opens many displaces its own. Within a network one that has said nothing
/// goes before one that has, and the oldest first. So a node gets in however many silent connections come.
/// </summary>
/// <param name="most">Connections at once, at least 4.</param>
internal sealed class JoiningLinks(int most)
{
    /// <summary>A quarter of them per network: three others have to be full as well before anybody else notices.</summary>
    private const int Shares = 4;

    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    /// <summary>Connections at this moment.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Lets a connection in, and ends another one for it when there are too many.</summary>
    /// <param name="end">Ends the connection when it has to go; called under no lock.</param>
    public Entry Enter(string network, Action end)
    {
        var entry = new Entry(network, end);
        Entry? victim = null;
        lock (_lock)
        {
            if (_entries.Count(one => one.Network == network) >= Math.Max(1, most / Shares))
            {
                victim = Victim(network);
            }
            else if (_entries.Count >= most)
            {
                victim = Victim(_entries.CountBy(one => one.Network).MaxBy(count => count.Value).Key);
            }

            if (victim is not null)
            {
                _entries.Remove(victim);
            }

            _entries.Add(entry);
        }

        victim?.End();
        return entry;
    }

    /// <summary>The connection has said something that a node says first.</summary>
    public void Spoke(Entry entry)
    {
        lock (_lock)
        {
            entry.HasSpoken = true;
        }
    }

    /// <summary>The connection has proved itself, or has ended.</summary>
    public void Leave(Entry entry)
    {
        lock (_lock)
        {
            _entries.Remove(entry);
        }
    }

    private Entry Victim(string network) => _entries.Where(one => one.Network == network).OrderBy(one => one.HasSpoken).First();

    /// <summary>One connection.</summary>
    public sealed class Entry(string network, Action end)
    {
        public string Network => network;

        public bool HasSpoken { get; set; }

        /// <summary>True when it was ended for another one.</summary>
        public bool IsDisplaced { get; private set; }

        public void End()
        {
            IsDisplaced = true;
            end();
        }
    }
}
