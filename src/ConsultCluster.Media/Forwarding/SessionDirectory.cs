using System.Text;

namespace ConsultCluster.Media.Forwarding;

/// <summary>
/// Finds sessions by key, by address, by the user fragment of a STUN check, and by the number in answers to our checks.
/// </summary>
internal sealed class SessionDirectory
{
    /// <summary>Twice what a terminal with two networks and two address families uses; half may be stale.</summary>
    private const int MaxAddresses = 8;

    /// <summary>The current one and, during an ICE restart, the previous one.</summary>
    private const int MaxUserFragments = 2;

    /// <summary>Longest user fragment to look up; ours are shorter.</summary>
    private const int MaxUserFragmentLength = 32;

    private readonly Dictionary<SessionKey, Session> _byKey = [];
    private readonly Dictionary<uint, Session> _byNumber = [];
    private readonly Dictionary<TransportAddress, AddressBinding> _byAddress = [];
    private readonly Dictionary<string, Session> _byUserFragment;
    private readonly Dictionary<string, Session>.AlternateLookup<ReadOnlySpan<char>> _byUserFragmentSpan;

    public SessionDirectory()
    {
        _byUserFragment = new(StringComparer.Ordinal);
        _byUserFragmentSpan = _byUserFragment.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => _byKey.Count;

    public Dictionary<SessionKey, Session>.ValueCollection All => _byKey.Values;

    public Session? Find(SessionKey key) => _byKey.GetValueOrDefault(key);

    public AddressBinding? Find(in TransportAddress address) => _byAddress.GetValueOrDefault(address);

    /// <summary>By <see cref="Session.Number"/>.</summary>
    public Session? FindByNumber(uint number) => _byNumber.GetValueOrDefault(number);

    /// <param name="userFragment">In UTF-8; ours are ASCII.</param>
    public Session? FindByUserFragment(ReadOnlySpan<byte> userFragment)
    {
        Span<char> text = stackalloc char[MaxUserFragmentLength];
        return userFragment.Length <= text.Length
            && Encoding.ASCII.TryGetChars(userFragment, text, out var length)
            && _byUserFragmentSpan.TryGetValue(text[..length], out var session)
                ? session
                : null;
    }

    public void Add(Session session)
    {
        _byKey.Add(session.Key, session);
        _byNumber.Add(session.Number, session);
        AddUserFragment(session, session.Negotiated.Local.UserFragment);
    }

    public void AddUserFragment(Session session, string userFragment)
    {
        if (session.UserFragments.Contains(userFragment))
        {
            return;
        }

        if (session.UserFragments.Count == MaxUserFragments)
        {
            _byUserFragment.Remove(session.UserFragments[0]);
            session.UserFragments.RemoveAt(0);
        }

        session.UserFragments.Add(userFragment);
        _byUserFragment[userFragment] = session;
    }

    /// <summary>
    /// Assigns datagrams from that address to the session. Either the address is validated and not protected, or the
    /// session is still connecting and no other session has the address.
    /// </summary>
    public AddressBinding Bind(in TransportAddress address, Session session)
    {
        if (_byAddress.TryGetValue(address, out var before))
        {
            if (ReferenceEquals(before.Session, session))
            {
                return before;
            }

            before.Session.Addresses.Remove(address);
            before.Session.Transport.Ice.Release(address);
        }

        if (session.Addresses.Count == MaxAddresses)
        {
            var oldest = session.Addresses[0] == session.Transport.Ice.Selected ? 1 : 0;
            _byAddress.Remove(session.Addresses[oldest]);
            session.Addresses.RemoveAt(oldest);
        }

        session.Addresses.Add(address);
        return _byAddress[address] = new(session);
    }

    public void Remove(Session session)
    {
        _byKey.Remove(session.Key);
        _byNumber.Remove(session.Number);
        foreach (var address in session.Addresses)
        {
            _byAddress.Remove(address);
        }

        foreach (var userFragment in session.UserFragments)
        {
            _byUserFragment.Remove(userFragment);
        }
    }
}
