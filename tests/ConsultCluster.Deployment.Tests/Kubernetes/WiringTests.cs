using ConsultCluster.Deployment.Tests.Image;
using ConsultCluster.Deployment.Tests.Scenes;

namespace ConsultCluster.Deployment.Tests.Kubernetes;

/// <summary>What selects, scales, reaches and configures pods meets pods that are there.</summary>
public sealed class WiringTests(RunningServer server) : IClassFixture<RunningServer>
{
    public static TheoryData<string> Folders => Manifests.Folders;

    public static TheoryData<string> Overlays => Manifests.Overlays;

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Selectors_EveryWorkload_AreItsOwnPodsAlone(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);

        Assert.All(manifests.Workloads, workload => Assert.Equal(workload.Name, Assert.Single(manifests.Selected(workload.Selector)).Name));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Services_Ports_AreOfThePodsThatTheySelect(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);
        foreach (var service in manifests.Of("Service"))
        {
            var pods = Assert.Single(manifests.Selected(service["spec"]["selector"].Texts));
            foreach (var port in service["spec"]["ports"].Items)
            {
                Assert.Contains(pods.Container["ports"].Items, named =>
                    named["name"].Text == port["targetPort"].Text && named["protocol"].Text == port["protocol"].Text);
            }
        }

        Assert.All(
            manifests.Workloads.Where(workload => workload.Kind == "StatefulSet"),
            workload => Assert.Contains(manifests.Of("Service"), service => service["metadata"]["name"].Text == workload.Spec["serviceName"].Text));
    }

    /// <summary>Relay nodes join by the name of a service, on a port where HTTPS is served.</summary>
    [Fact]
    public async Task Join_OfRelayNodes_IsAServiceOfSilos()
    {
        var manifests = await Manifests.OfAsync("overlays/regional");
        var relays = manifests.Workloads.Where(workload => workload.Kind == "DaemonSet").ToArray();

        Assert.Equal(["north", "south"], relays.Select(workload => workload.Command.Options.Region).Order());
        Assert.Equal(["north", "south"], relays.Select(workload => workload.Pod["nodeSelector"]["topology.kubernetes.io/region"].Text).Order());
        foreach (var join in relays.SelectMany(workload => workload.Command.Join))
        {
            var service = manifests.Of("Service").Single(s => s["metadata"]["name"].Text == join.Host);
            Assert.Contains(service["spec"]["ports"].Items, port => port["port"].Number == join.Port);
            Assert.Equal(join.Port, Assert.Single(manifests.Selected(service["spec"]["selector"].Texts)).Command.Options.HttpsPort);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task DisruptionBudgets_EveryReplicatedWorkload_HasOneThatLetsPodsGo(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);
        var budgets = manifests.Of("PodDisruptionBudget").ToArray();

        foreach (var budget in budgets)
        {
            Assert.Equal("policy/v1", budget["apiVersion"].Text);
            Assert.InRange(budget["spec"]["maxUnavailable"].Number, 1, 1);
        }

        var held = budgets.Select(budget => Assert.Single(manifests.Selected(budget["spec"]["selector"]["matchLabels"].Texts)).Name);
        Assert.Equal(manifests.Workloads.Where(w => w.Kind != "DaemonSet").Select(w => w.Name).Order(), held.Order());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Autoscalers_Targets_ExistAndSurviveALoss(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);
        var scaled = new List<string>();
        foreach (var scaler in manifests.Of("HorizontalPodAutoscaler").Select(scaler => scaler["spec"]))
        {
            var target = Assert.Single(manifests.Workloads, w => w.Name == scaler["scaleTargetRef"]["name"].Text && w.Kind == scaler["scaleTargetRef"]["kind"].Text);
            scaled.Add(target.Name);
            Assert.Equal("apps/v1", scaler["scaleTargetRef"]["apiVersion"].Text);
            // A number of replicas would set back the autoscaler's at every update.
            Assert.False(target.Spec["replicas"].Exists);
            Assert.InRange(scaler["minReplicas"].Number, target.Kind == "StatefulSet" ? 3 : 2, scaler["maxReplicas"].Number);
            Assert.NotEmpty(scaler["metrics"].Items);
        }

        Assert.Equal(manifests.Workloads.Where(w => w.Kind != "DaemonSet").Select(w => w.Name).Order(), scaled.Order());
    }

    /// <summary>The name is an instrument that a running relay has, dots written as Prometheus writes them.</summary>
    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Autoscaler_OfSilos_IsOnAFigureThatRelaysPublish(string folder)
    {
        var scaler = (await Manifests.OfAsync(folder)).Of("HorizontalPodAutoscaler").Single(s => s["metadata"]["name"].Text.EndsWith("silo", StringComparison.Ordinal));
        var metric = Assert.Single(scaler["spec"]["metrics"].Items)["pods"];

        Assert.Contains(metric["metric"]["name"].Text, server.RelayInstruments.Select(name => name.Replace('.', '_')));
        Assert.InRange(Quantity.Parse(metric["target"]["averageValue"].Text), 0.1, 0.9);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Secrets_EverywhereInTheManifests_AreReferencesOnly(string folder)
    {
        var manifests = await Manifests.OfAsync(folder);

        Assert.Empty(manifests.Of("Secret"));
        foreach (var (name, value) in manifests.Workloads.SelectMany(w => w.Container["env"].Items).Select(env => (env["name"].Text, env["value"].Text)).Concat(
            manifests.Settings.Select(setting => (setting.Key, setting.Value))))
        {
            Assert.True(value.Length == 0 || !Secrets.IsSecretName(name), name);
        }
    }
}
