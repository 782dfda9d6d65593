using ConsultCluster.Deployment.Tests.Scenes;

namespace ConsultCluster.Deployment.Tests.Kubernetes;

public sealed class NetworkPolicyTests
{
    public static TheoryData<string> Overlays => Manifests.Overlays;

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Policies_WithoutOne_NothingIsAllowed(string folder)
    {
        var everything = (await Manifests.OfAsync(folder)).Of("NetworkPolicy").Single(policy => policy["spec"]["podSelector"].Names.Count == 0);

        Assert.Equal(["Egress", "Ingress"], everything["spec"]["policyTypes"].Items.Select(type => type.Text).Order());
        Assert.False(everything["spec"]["ingress"].Exists || everything["spec"]["egress"].Exists);
    }

    /// <summary>Everybody reaches media and HTTPS, and nothing else; probes come from the node itself and need no rule.</summary>
    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Ingress_FromAnywhere_IsMediaAndHttps(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);
        foreach (var workload in manifests.Workloads)
        {
            var ports = workload.Command.Ports().Where(port => port.Protocol == "UDP" || (workload.Command.Options.Https && port.Port == workload.Command.Options.HttpsPort));

            Assert.Equal(ports.Order(), Allowed(manifests, workload, "ingress", rule => !rule["from"].Exists));
        }
    }

    /// <summary>Whoever reaches these is believed.</summary>
    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Ingress_ToSilos_IsFromSilosAndGatewaysAlone(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);
        var silos = manifests.Workloads.Single(workload => workload.Kind == "StatefulSet");
        var gateways = manifests.Workloads.Single(workload => workload.Kind == "Deployment");
        var inner = silos.Command.Ports()
            .Where(port => port.Protocol == "TCP" && port.Port != silos.Command.Options.HttpsPort && port.Port != silos.Command.Options.MetricsPort);

        Assert.Equal(inner.Order(), Allowed(manifests, silos, "ingress", rule => rule["from"].Exists && !IsForMetrics(rule)));
        var from = Rules(manifests, silos, "ingress").Where(rule => !IsForMetrics(rule)).SelectMany(rule => rule["from"].Items).ToArray();
        Assert.Equal(
            new[] { silos.Name, gateways.Name }.Order(),
            from.Select(peer => Assert.Single(manifests.Selected(peer["podSelector"]["matchLabels"].Texts)).Name).Order());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Ingress_ToGateways_IsFromOneNamespace(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);
        var gateways = manifests.Workloads.Single(workload => workload.Kind == "Deployment");

        Assert.Equal(gateways.Command.Ports().Order(), Allowed(manifests, gateways, "ingress", rule => rule["from"].Exists));
        var rule = Assert.Single(Rules(manifests, gateways, "ingress"), rule => !IsForMetrics(rule));
        Assert.NotEmpty(Assert.Single(rule["from"].Items)["namespaceSelector"]["matchLabels"].Names);
    }

    /// <summary>What a pod has to reach is open: names for all, the silos' ports and the database for servers, the joining port and media for relays.</summary>
    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Egress_EveryPod_IsWhatItsWorkNeeds(string folder)
    {
        const int Postgres = 5432;
        var manifests = await Manifests.OfAsync(folder);
        var silo = manifests.Workloads.Single(workload => workload.Kind == "StatefulSet").Command;
        var (siloPort, gatewayPort) = (silo.Options.SiloPort, silo.Options.GatewayPort);
        foreach (var workload in manifests.Workloads)
        {
            (string, int)[] needed = workload.Kind switch
            {
                "StatefulSet" => [("TCP", siloPort), ("TCP", gatewayPort), ("TCP", silo.Options.HttpsPort), ("TCP", Postgres), ("UDP", AnyPort)],
                "Deployment" => [("TCP", gatewayPort), ("TCP", Postgres)],
                _ => [("TCP", silo.Options.HttpsPort), ("UDP", AnyPort)],
            };

            Assert.Equal(needed.Append(("TCP", Dns)).Append(("UDP", Dns)).Order(), Allowed(manifests, workload, "egress", _ => true));
        }
    }

    /// <summary>Figures say how much a hospital consults: one rule opens their port, to the pods of Prometheus alone, and no other rule opens it.</summary>
    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Ingress_ToMetrics_IsFromPrometheusAlone(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);
        foreach (var workload in manifests.Workloads)
        {
            var metrics = workload.Command.Options.MetricsPort!.Value;
            var rule = Assert.Single(Rules(manifests, workload, "ingress"), rule => rule["ports"].Items.Any(port => port["port"].Number == metrics));

            Assert.Equal([("TCP", metrics)], rule["ports"].Items.Select(port => (port["protocol"].Text, port["port"].Number)));
            // Namespace and pods in one entry: two entries would each be enough.
            var from = Assert.Single(rule["from"].Items);
            Assert.Equal(["monitoring"], from["namespaceSelector"]["matchLabels"].Texts.Values);
            Assert.Equal([("app.kubernetes.io/name", "prometheus")], from["podSelector"]["matchLabels"].Texts.Select(label => (label.Key, label.Value)));
        }
    }

    private const int AnyPort = 0;
    private const int Dns = 53;

    private static bool IsForMetrics(Yaml rule) => rule["from"].Items.Any(peer => peer["podSelector"]["matchLabels"]["app.kubernetes.io/name"].Text == "prometheus");

    private static IEnumerable<Yaml> Rules(Manifests manifests, Workload workload, string direction) =>
        manifests.Of("NetworkPolicy")
            .Where(policy => policy["spec"]["podSelector"]["matchLabels"].Texts is { Count: > 0 } labels
                && labels.All(label => workload.PodLabels.GetValueOrDefault(label.Key) == label.Value))
            .SelectMany(policy => policy["spec"][direction].Items);

    private static IEnumerable<(string Protocol, int Port)> Allowed(Manifests manifests, Workload workload, string direction, Func<Yaml, bool> which) =>
        Rules(manifests, workload, direction).Where(which)
            .SelectMany(rule => rule["ports"].Items)
            .Select(port => (port["protocol"].Text, port["port"].Exists ? port["port"].Number : AnyPort))
            .Order();
}
