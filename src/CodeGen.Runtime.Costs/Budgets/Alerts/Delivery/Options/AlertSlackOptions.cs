namespace CodeGen.Runtime.Costs;

/// <summary>The settings of one incoming webhook of Slack, whose URL is its secret.</summary>
public sealed class AlertSlackOptions : AlertDestinationOptions;
