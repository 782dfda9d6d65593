namespace ConsultCluster.Media.Cascade;

/// <summary>Finds links by key, and secrets by the key id of a hello or the index of any other datagram.</summary>
internal sealed class LinkDirectory
{
    private readonly Dictionary<LinkKey, Link> _byKey = [];
    private readonly Dictionary<uint, LinkGeneration> _byKeyId = [];
    private readonly List<LinkGeneration?> _byIndex = [];

    public Dictionary<LinkKey, Link>.ValueCollection All => _byKey.Values;

    public Link? Find(LinkKey key) => _byKey.GetValueOrDefault(key);

    public LinkGeneration? FindByKeyId(uint keyId) => _byKeyId.GetValueOrDefault(keyId);

    public LinkGeneration? FindByIndex(uint index) => index < (uint)_byIndex.Count ? _byIndex[(int)index] : null;

    public void Add(Link link) => _byKey.Add(link.Key, link);

    /// <summary>Assigns an index; false when another secret has the same key id, or no index is free.</summary>
    public bool TryAdd(LinkGeneration generation)
    {
        var free = _byIndex.IndexOf(null);
        if ((free < 0 && _byIndex.Count > LinkCipher.MaxIndex) || !_byKeyId.TryAdd(generation.KeyId, generation))
        {
            return false;
        }

        if (free < 0)
        {
            free = _byIndex.Count;
            _byIndex.Add(null);
        }

        generation.Index = (uint)free;
        _byIndex[free] = generation;
        return true;
    }

    public void Remove(LinkGeneration generation)
    {
        _byKeyId.Remove(generation.KeyId);
        _byIndex[(int)generation.Index] = null;
    }

    public void Remove(Link link)
    {
        _byKey.Remove(link.Key);
        foreach (var generation in link.Transport.Generations)
        {
            Remove(generation);
        }
    }
}
