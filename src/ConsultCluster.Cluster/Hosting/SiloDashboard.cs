using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace ConsultCluster.Cluster.Hosting;

/// <summary>Orleans' own dashboard: silos collect for it, and any process with HTTP endpoints can show it.</summary>
internal static class SiloDashboard
{
    /// <summary>Collects, or takes part in no dashboard of other silos either.</summary>
    public static void Use(ISiloBuilder silo, bool isOn)
    {
        if (isOn)
        {
            silo.AddDashboard(Restrict);
            return;
        }

        // The grains come with the assembly. Placed here, they would look for services that only AddDashboard registers.
        silo.Services.PostConfigure<GrainTypeOptions>(types => types.Classes.RemoveWhere(type => type.Assembly == typeof(DashboardOptions).Assembly));
    }

    /// <summary>Shows what the silos collect.</summary>
    public static void Use(IClientBuilder client, bool isOn)
    {
        if (isOn)
        {
            client.AddDashboard(Restrict);
        }
    }

    /// <summary>Its log viewer would show every log line of the process.</summary>
    private static void Restrict(DashboardOptions dashboard) => dashboard.HideTrace = true;
}
