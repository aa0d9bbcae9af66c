{{- define "borescope.name" -}}
{{- if contains "borescope" .Release.Name -}}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{- else -}}{{ printf "%s-borescope" .Release.Name | trunc 50 | trimSuffix "-" }}{{- end -}}
{{- end }}

{{- define "borescope.selector" -}}
app.kubernetes.io/name: borescope
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "borescope.labels" -}}
{{ include "borescope.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "borescope.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "borescope.probes" -}}
livenessProbe:
  httpGet: { path: /live, port: health }
readinessProbe:
  httpGet: { path: /ready, port: health }
startupProbe:
  httpGet: { path: /live, port: health }
  failureThreshold: 30
  periodSeconds: 2
{{- end }}
