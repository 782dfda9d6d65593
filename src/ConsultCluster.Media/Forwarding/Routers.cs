using System.Diagnostics.CodeAnalysis;

namespace ConsultCluster.Media.Forwarding;

/// <summary>The groups on a relay. A router exists while it has members or a cascade.</summary>
internal sealed class Routers(RelayShared shared)
{
    private readonly Dictionary<RouterKey, Router> _routers = [];

    public Router GetOrAdd(RouterKey key)
    {
        if (!_routers.TryGetValue(key, out var router))
        {
            router = new(key, shared);
            _routers.Add(key, router);
        }

        return router;
    }

    public bool TryFind(RouterKey key, [NotNullWhen(true)] out Router? router) => _routers.TryGetValue(key, out router);

    /// <summary>Removes the router when nothing needs it.</summary>
    public void Release(Router router)
    {
        if (router.Members.Count == 0 && !router.IsCascaded)
        {
            _routers.Remove(router.Key);
        }
    }
}
