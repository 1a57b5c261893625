using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace CodeGen.Runtime.Benchmarks;

/// <summary>Runs the BenchmarkDotNet classes inside this process and keeps their figures.</summary>
internal sealed class OperationsRun(ReportMode mode, TextWriter progress)
{
    private readonly Dictionary<(string Class, string Method, string Parameter), (double Nanoseconds, double Bytes)> _figures = [];

    public void Run(params Type[] classes)
    {
        Job job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(mode.Warmups)
            .WithIterationCount(mode.Iterations)
            .WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(mode.IterationMilliseconds));
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance)
            .WithOptions(ConfigOptions.DisableLogFile | ConfigOptions.DisableOptimizationsValidator);
        foreach (Type type in classes)
        {
            progress.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {type.Name}");
            Summary summary = BenchmarkRunner.Run(type, config);
            foreach (BenchmarkReport report in summary.Reports)
            {
                if (report.ResultStatistics is not { } statistics)
                {
                    throw new InvalidOperationException($"{report.BenchmarkCase.DisplayInfo} gave no result.");
                }

                string parameter = string.Join(",", report.BenchmarkCase.Parameters.Items.Select(p => p.Value));
                _figures[(type.Name, report.BenchmarkCase.Descriptor.WorkloadMethod.Name, parameter)] =
                    (statistics.Median, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);
            }
        }
    }

    /// <summary>Nanoseconds by cache; the caches' methods have their names unless told otherwise.</summary>
    public Dictionary<string, double> Times<T>(string parameter = "", params (string Peer, string Method)[] methods) => Pick<T>(parameter, methods, f => f.Nanoseconds);

    /// <summary>Allocated bytes by cache.</summary>
    public Dictionary<string, double> Bytes<T>(string parameter = "", params (string Peer, string Method)[] methods) => Pick<T>(parameter, methods, f => f.Bytes);

    private Dictionary<string, double> Pick<T>(string parameter, (string Peer, string Method)[] methods, Func<(double Nanoseconds, double Bytes), double> figure)
    {
        if (methods.Length == 0)
        {
            methods = [(Peer.Ours, "Ours"), .. Peer.Columns.Skip(1).Select(peer => (peer, peer == Peer.Raw ? "StringGet" : peer))];
        }

        return methods
            .Where(m => _figures.ContainsKey((typeof(T).Name, m.Method, parameter)))
            .ToDictionary(m => m.Peer, m => figure(_figures[(typeof(T).Name, m.Method, parameter)]));
    }
}
