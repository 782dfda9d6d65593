using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConsultCluster.Domain;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace ConsultCluster.Cluster.Wire;

/// <summary>
/// Types of the domain and of the engine's ports cross between processes as JSON, so that they need to know nothing of it. The codec writes the real type beside
/// the JSON: an event arrives as what it was.
/// </summary>
internal static class DomainJson
{
    private static readonly string[] Namespaces = ["ConsultCluster.Domain", "ConsultCluster.Ports.Accounts", "ConsultCluster.Ports.Clusters", "ConsultCluster.Ports.Groups", "ConsultCluster.Ports.Relays"];

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.General)
    {
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters =
        {
            new IdentifierJson<GroupId>(text => new GroupId(text), id => id.Value),
            new IdentifierJson<PersonId>(text => new PersonId(text), id => id.Value),
            new IdentifierJson<TerminalId>(text => new TerminalId(text), id => id.Value),
            new IdentifierJson<TokenId>(text => new TokenId(text), id => id.Value),
            new IdentifierJson<RequestId>(text => new RequestId(text), id => id.Value),
            new IdentifierJson<RelayId>(text => new RelayId(text), id => id.Value),
            new IdentifierJson<IPEndPoint>(IPEndPoint.Parse, address => address.ToString()),
        },
    };

    public static void Add(IServiceCollection services) =>
        services.AddSerializer(serializer => serializer.AddJsonSerializer(Carries, Options));

    public static bool Carries(Type type) =>
        type.Namespace is { } name
        && Array.Exists(Namespaces, ours => name == ours || name.StartsWith(ours + ".", StringComparison.Ordinal));
}
